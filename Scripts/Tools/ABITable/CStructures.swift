// What some calls point at, for C: structures beside the record, and what answers of several parts mean.

import Shared

/// The part of Shared/C/martlet.h between the record and the calls.
enum CStructures {
  static var text: String {
    """
    // Memory: where it is, and how much.
    struct martlet_bytes {
      const void *address;
      uint64_t size;
    };

    // An open file that a program begins with: the file here, whether it is given for good, and its number there.
    struct martlet_spawn_descriptor {
      int32_t file;
      uint32_t is_moved;
      int32_t number;
      uint32_t reserved;
    };

    // A program to start. program is an open file, or -1 where path says where it is; directory is one, or -1.
    struct martlet_spawn_plan {
      int64_t program;
      struct martlet_bytes path;
      const struct martlet_bytes *arguments;
      uint64_t argument_count;
      const struct martlet_bytes *environment;
      uint64_t variable_count;
      int64_t directory;
      const struct martlet_spawn_descriptor *descriptors;
      uint64_t descriptor_count;
    };

    // Something to wait for, as poll(2) has it.
    struct martlet_wait_item {
      int32_t descriptor;
      uint16_t wanted;
      uint16_t found;
    };

    _Static_assert(sizeof(struct martlet_spawn_plan) == \(SpawnPlan.byteCount), "spawn plan");
    _Static_assert(sizeof(struct martlet_spawn_descriptor) == \(MemoryLayout<SpawnDescriptor>.size), "spawn descriptor");
    _Static_assert(sizeof(struct martlet_wait_item) == \(WaitItem.byteCount), "wait item");

    \(CHeader.defines("What became of a process: the low half of wait's answer; the high half is a status or a signal", [
        ("MARTLET_STATUS_RUNNING", ProcessStatus.running), ("MARTLET_STATUS_EXITED", .exited(status: 0)),
        ("MARTLET_STATUS_SIGNALED", .signaled(Signal(rawValue: 0))),
        ("MARTLET_STATUS_STOPPED", .stopped(Signal(rawValue: 0))), ("MARTLET_STATUS_CONTINUED", .continued),
      ].map { ($0.0, "\($0.1.answerWord)") }))
    \(CHeader.defines("Which is ready: the low half of waitForAny's answer; the high half is an item's place", [
        ("MARTLET_READY_TIMED_OUT", Readiness.timedOut), ("MARTLET_READY_READABLE", .readable(0)),
        ("MARTLET_READY_WRITABLE", .writable(0)), ("MARTLET_READY_ENDED", .ended(0)),
      ].map { ($0.0, "\($0.1.answerWord)") }))
    """
  }
}
