// The C header of the typed door, made from the description of the calls.

import Shared

/// Shared/C/martlet.h.
enum CHeader {
  static var text: String {
    let fields = SyscallRecord.Field.allCases
    return """
      // Typed calls from C: the record, its numbers, and an inline function for each call.
      // Made from the Swift sources by Scripts/abi; a test keeps the two the same. Needs C11, GCC or Clang.
      #pragma once

      #include <stddef.h>
      #include <stdint.h>

      // A typed call as it lies in memory while the kernel answers it. Shared/README.md says what each field means.
      struct martlet_record {
      \(fields.map { "  uint\($0.byteCount * 8)_t \($0.name);" }.joined(separator: "\n"))
      };

      \(defines("The record", recordNumbers))
      \(defines("State", SyscallState.named.map { ("MARTLET_STATE_\($0.name.constantCase)", "\($0.state.rawValue)") }))
      \(defines("Tags", SyscallTag.allCases.map { ("MARTLET_TAG_\("\($0)".constantCase)", "\($0.rawValue)") }))
      \(defines("Errors", Errno.allNamed.map { ("MARTLET_\($0.name!)", "\($0.rawValue)") }))
      \(choices)\
      \(fields.map { "_Static_assert(offsetof(struct martlet_record, \($0.name)) == \($0.offset), \"\($0.name)\");" }
        .joined(separator: "\n"))
      _Static_assert(sizeof(struct martlet_record) == MARTLET_RECORD_SIZE, "record");
      _Static_assert(_Alignof(struct martlet_record) == MARTLET_RECORD_ALIGNMENT, "record");

      \(CStructures.text)
      // A record that asks for a call, with its arguments still to be stored.
      static inline struct martlet_record martlet_record(uint32_t tag) {
        return (struct martlet_record){
            .magic = MARTLET_RECORD_MAGIC, .version = MARTLET_RECORD_VERSION, .size = MARTLET_RECORD_SIZE, .tag = tag};
      }

      // SYSCALL with a record's address in rax. It answers in rax, overwrites rcx and r11, and may read and write
      // whatever the record points at. Returns 0 when the record holds the outcome, or an error negated.
      static inline int64_t martlet_enter(struct martlet_record *record) {
        int64_t result;
        __asm__ volatile("syscall" : "=a"(result) : "a"(record) : "rcx", "r11", "memory");
        return result;
      }

      // Makes a typed call. Returns 0, and stores the answer, or returns an error and leaves the answer alone;
      // the error is MARTLET_ENOSYS where there is no such call, and where there is no typed door.
      static inline int martlet_perform(struct martlet_record *record, uint64_t *answer) {
        int64_t result = martlet_enter(record);
        if (result != 0) return (int)-result;
        if (record->state == MARTLET_STATE_FAILED) return (int)record->error;
        if (record->state != MARTLET_STATE_SUCCEEDED) return MARTLET_ENOSYS;
        *answer = record->answer;
        return 0;
      }

      // The calls. Each returns 0 and stores its answer, if it has one, or returns an error: one of those that stand above
      // it, MARTLET_ENOSYS or MARTLET_EFAULT where the record itself was refused, or, from a younger kernel, a newer one.

      \(SyscallTag.allCases.map(function).joined(separator: "\n"))
      """
  }

  private static var recordNumbers: [(String, String)] {
    [
      ("MARTLET_RECORD_MAGIC", "0x\(hex: SyscallRecord.magic)u"),
      ("MARTLET_RECORD_VERSION", "\(SyscallRecord.version)"),
      ("MARTLET_RECORD_SIZE", "\(SyscallRecord.byteCount)"),
      ("MARTLET_RECORD_ALIGNMENT", "\(SyscallRecord.alignment)"),
    ]
  }

  /// The flags and values that typed calls take.
  private static var choices: String {
    var kinds: [(name: String, rows: [(String, String)])] = []
    for tag in SyscallTag.allCases {
      for index in 0..<tag.signature.parameterCount {
        let rows: [(String, String)]
        let name: String
        switch tag.signature[index].kind {
        case .flags(let kind):
          name = "\(kind)"
          rows = kind.named.map { ($0.name, "0x\(hex: $0.value)") }
        case .value(let kind):
          name = "\(kind)"
          rows = kind.named.map { ($0.name, "\($0.value)") }
        default: continue
        }
        if kinds.contains(where: { $0.name == name }) { continue }
        kinds.append((name, rows.map { ("MARTLET_\(name.constantCase)_\($0.0.constantCase)", $0.1) }))
      }
    }
    return kinds.map { defines("Arguments: \($0.name)", $0.rows) + "\n" }.joined()
  }

  static func defines(_ title: String, _ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { "#define \($0.0.padded(to: width)) \($0.1)\n" }
    return "// \(title).\n" + lines.joined()
  }

  private static func function(_ tag: SyscallTag) -> String {
    let signature = tag.signature
    var parameters: [String] = []
    var stores: [String] = []
    func store(_ word: Int, _ value: String) {
      guard let field = SyscallRecord.Field.argument(word) else { return }
      stores.append("  record.\(field.name) = \(value);")
    }
    for index in 0..<signature.parameterCount {
      let name = "\(signature[index].name)".snakeCase
      let word = signature.firstWord(of: index)
      let kind = signature[index].kind
      if kind.wordCount == 2 {
        let length = kind == .records || kind == .waitItems ? "\(name)_count" : "\(name)_size"
        parameters += ["\(kind.cType)\(name)", "uint64_t \(length)"]
        store(word, "(uint64_t)(uintptr_t)\(name)")
        store(word + 1, length)
      } else {
        parameters.append("\(kind.cType) \(name)")
        // Signed numbers are extended to the word's width, as C converts them.
        store(word, "(uint64_t)\(name)")
      }
    }
    let answer = signature.answer.cType
    if let answer { parameters.append("\(answer) *answer") }
    let errors = tag.errors.map { "MARTLET_\($0.name!)" }
    return """
      // \(signature.text)
      // Errors: \(errors.isEmpty ? "none" : errors.joined(separator: ", ")).
      static inline int martlet_\("\(tag)".snakeCase)(\(parameters.joined(separator: ", "))) {
        struct martlet_record record = martlet_record(MARTLET_TAG_\("\(tag)".constantCase));
      \(stores.map { $0 + "\n" }.joined())\
        uint64_t word;
        int error = martlet_perform(&record, &word);
      \(answer.map { "  if (error == 0) *answer = (\($0))word;\n" } ?? "")\
        return error;
      }

      """
  }
}

extension ArgumentKind {
  /// The type in C of a typed call's argument.
  fileprivate var cType: String {
    switch self {
    case .pathBytes: "const char *"
    case .readableBytes: "const void *"
    case .writableBytes: "void *"
    case .plan: "const struct martlet_spawn_plan *"
    case .waitItems: "struct martlet_wait_item *"
    case .records: "struct martlet_record *"
    case .int32, .descriptor, .directory, .processID: "int32_t"
    case .int64: "int64_t"
    default: "uint\(bitWidth)_t"
    }
  }
}

extension AnswerKind {
  /// The type in C of the answer.
  fileprivate var cType: String? {
    switch self {
    case .nothing, .never: nil
    case .boolean: "_Bool"
    case .number, .nanoseconds, .address, .descriptorPair, .processStatus, .readiness: "uint64_t"
    case .byteCount, .count, .offset: "int64_t"
    case .descriptor, .processID: "int32_t"
    case .permissions: "uint32_t"
    }
  }
}
