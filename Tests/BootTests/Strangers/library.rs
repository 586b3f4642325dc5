// Uses what Rust programs use of their library, and prints nothing that may differ between two machines.
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Read, Seek, SeekFrom, Write};

thread_local!(static COUNTER: std::cell::Cell<u32> = const { std::cell::Cell::new(41) });

fn main() {
    println!("{:?}", std::env::args().skip(1).collect::<Vec<_>>());
    println!("{:?} {:?}", std::env::var("GREETING"), std::env::var("NONESUCH"));
    println!("{:>8.3} {:e} {:#x} {:?}", std::f64::consts::PI, 12345.678f64, 0xbeef, "a\tb\u{1F426}");

    // Its hasher is seeded by getrandom.
    let mut words: HashMap<String, usize> = HashMap::new();
    for i in 0..10_000u64 {
        *words.entry(format!("word {}", i * i % 97)).or_default() += 1;
    }
    let sorted: BTreeMap<_, _> = words.iter().collect();
    println!("{} words, {:?}", sorted.len(), sorted.iter().take(3).collect::<Vec<_>>());

    let mut numbers: Vec<u64> = (0..100_000u64).map(|i| i.wrapping_mul(0x9E3779B97F4A7C15)).collect();
    numbers.sort();
    println!("{} {}", numbers[0], numbers[99_999]);
    println!("{:.12}", (1..=10_000).map(|i| (i as f64).sqrt().sin()).sum::<f64>());

    COUNTER.with(|counter| counter.set(counter.get() + 1));
    println!("thread-local {}", COUNTER.with(|counter| counter.get()));

    let mut file = std::fs::File::options().read(true).write(true).create(true).open("made.rs").unwrap();
    file.write_all(&[b'x'; 100_000]).unwrap();
    file.seek(SeekFrom::Start(99_998)).unwrap();
    let mut rest = String::new();
    file.read_to_string(&mut rest).unwrap();
    println!("{rest} {}", file.metadata().unwrap().len());
    println!("{:?}", std::fs::read_to_string("given/text"));
    println!("{:?}", std::fs::read("given/nonesuch").map_err(|error| error.kind()));
    std::fs::remove_file("made.rs").unwrap();

    let start = std::time::Instant::now();
    std::thread::sleep(std::time::Duration::from_millis(2));
    println!("slept {}", start.elapsed() >= std::time::Duration::from_millis(2));

    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::panic::catch_unwind(|| {
        let numbers = std::env::args().map(|word| word.len()).collect::<Vec<_>>();
        numbers[usize::MAX]
    });
    println!("caught {}", caught.is_err());

    for line in std::io::stdin().lock().lines() {
        println!("input {:?}", line.unwrap());
    }
    eprintln!("said on standard error");
    std::process::exit(42);
}
