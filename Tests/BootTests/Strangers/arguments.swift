// Prints its arguments, which Swift reads from /proc/self/cmdline.
print(CommandLine.arguments.dropFirst())
