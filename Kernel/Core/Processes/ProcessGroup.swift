// Process groups and sessions: what a shell's jobs and a terminal's users are (`credentials(7)`).

import Shared

/// Processes that get a terminal's signals together: a job of a shell.
final class ProcessGroup {
  let id: Int32
  let session: Session
  private(set) var members: [Process] = []

  init(id: Int32, session: Session) {
    self.id = id
    self.session = session
  }

  fileprivate func insert(_ process: Process) { members.append(process) }

  fileprivate func remove(_ process: Process) {
    if let index = members.firstIndex(where: { $0 === process }) { members.remove(at: index) }
  }

  /// Whether no member has a parent in another group of the session, which could continue the group when it is
  /// stopped (POSIX, 3.269, "orphaned process group").
  /// - Parameter leaving: a process that does not count any more.
  func isOrphaned(without leaving: Process? = nil) -> Bool {
    !members.contains { member in
      guard member !== leaving, member.end == nil, let parent = member.parent else { return false }
      return parent.group !== self && parent.group?.session === session
    }
  }
}

/// Process groups that share a controlling terminal.
public final class Session {
  public let id: Int32
  fileprivate var groupCount = 0
  /// Its controlling terminal. The two hold each other until its leader ends.
  var terminal: Terminal?
  /// The group that was in the foreground when its terminal was hung up; 0 for no group.
  var formerForegroundGroupID: Int32 = 0

  init(id: Int32) { self.id = id }
}

extension ProcessTable {
  /// Begins a session, with a group of which a process is the only member.
  func beginSession(with process: Process) {
    leaveGroup(process)
    let session = Session(id: process.id)
    insert(session)
    join(process, makeGroup(process.id, in: session))
  }

  private func makeGroup(_ id: Int32, in session: Session) -> ProcessGroup {
    let group = ProcessGroup(id: id, session: session)
    session.groupCount += 1
    insert(group)
    return group
  }

  /// Puts a process into a group of its session, which is made where it is the process's own.
  func move(_ process: Process, toGroup id: Int32) {
    guard let old = process.group, old.id != id else { return }
    let session = old.session
    let group = group(id) ?? makeGroup(id, in: session)
    leaveGroup(process)
    join(process, group)
  }

  func join(_ process: Process, _ group: ProcessGroup) {
    group.insert(process)
    process.group = group
  }

  /// Takes a process out of its group; groups and sessions go with their last member.
  func leaveGroup(_ process: Process) {
    guard let group = process.group else { return }
    group.remove(process)
    process.group = nil
    guard group.members.isEmpty else { return }
    remove(group)
    let session = group.session
    session.groupCount -= 1
    if session.groupCount == 0 { remove(session) }
  }
}
