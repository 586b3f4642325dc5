# Turns nm's list of symbols, sorted by address, into the assembly of the backtrace's table
# (Kernel/Machine/Log/Backtrace.swift says how it is laid out).
BEGIN { count = 0 }
# Offsets are told in the low 32 bits: the image is smaller than that by far.
$3 == "kernelTextStart" { base = substr($1, 9) }
$2 ~ /^[tTwW]$/ && $1 ~ /^00007f80/ && $3 !~ /^(stub[0-9]+|kernelText(Start|End)|[A-Za-z]+\.[A-Za-z]+)$/ {
  if ($1 == last) next
  last = $1
  name = $3
  for (i = 4; i <= NF; i++) name = name " " $i
  gsub(/"/, "", name)
  if (length(name) > 150) name = substr(name, 1, 147) "..."
  address[count] = substr($1, 9)
  names[count++] = name
}
END {
  print "section .symbols progbits alloc noexec nowrite align=8"
  print "table: dd " count
  for (i = 0; i < count; i++) printf "dd 0x%s - 0x%s, name%d - table\n", address[i], base, i
  for (i = 0; i < count; i++) printf "name%d: db \"%s\", 0\n", i, names[i]
}
