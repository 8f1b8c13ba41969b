using ProcGen;
using ProcGen.Hosts.Parent;

// An application that is ended in every way from outside. It writes "worker <id>" for each process that it has caused and "ready" when all run.
return args[0] switch
{
    "wait" => await Scenarios.WaitAsync(),
    "streams" => await Scenarios.StreamAsync(int.Parse(args[1])),
    "return" => await Scenarios.ReturnAsync(),
    "exit" => await Scenarios.ExitAsync(),
    "throw" => await Scenarios.ThrowAsync(),
    "awaited" => Scenarios.StartPatient(isDaemon: false, args[1]),
    "awaited-subclass" => Scenarios.StartPatientSubclass(args[1]),
    "daemon" => Scenarios.StartPatient(isDaemon: true, args[1]),
    "awaited-exit" => Scenarios.ExitBesidePatient(args[1]),
    "ctrl-c" => await Scenarios.CancelOnInterruptAsync(),
    "ctrl-c-ignored" => await Scenarios.GoOnAfterInterruptAsync(),
    "default-workers" => Scenarios.PrintDefaultWorkers(),
    _ => throw new ArgumentException($"There is no scenario '{args[0]}'."),
};
