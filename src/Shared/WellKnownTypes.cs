namespace ProcGen.Shared;

/// <summary>The metadata names of the types that generator and analyzers look for.</summary>
internal static class WellKnownTypes
{
    /// <summary>The assembly of the runtime, as it is referenced.</summary>
    public const string RuntimeAssembly = "ProcGen.Runtime";

    /// <summary>The nested class that holds a type's stubs.</summary>
    public const string StubClass = "InProcess";

    public const string RunInProcessAttribute = "ProcGen.RunInProcessAttribute";
    public const string WorkerStartupAttribute = "ProcGen.WorkerStartupAttribute";
    public const string SharedAttribute = "ProcGen.SharedAttribute";
    public const string WorkerStateAttribute = "ProcGen.WorkerStateAttribute";
    public const string WorkerProcess = "ProcGen.WorkerProcess";
    public const string ProcessMethodTableAttribute = "ProcGen.CompilerServices.ProcessMethodTableAttribute";

    public const string ManagedObjectAttribute = "ProcGen.ManagedObjectAttribute";

    public const string Task = "System.Threading.Tasks.Task";
    public const string TaskOfT = "System.Threading.Tasks.Task`1";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string ValueTaskOfT = "System.Threading.Tasks.ValueTask`1";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string ProgressOfT = "System.IProgress`1";
    public const string AsyncEnumerableOfT = "System.Collections.Generic.IAsyncEnumerable`1";
    public const string ChannelReaderOfT = "System.Threading.Channels.ChannelReader`1";
    public const string Stream = "System.IO.Stream";
    public const string TextReader = "System.IO.TextReader";
    public const string ObsoleteAttribute = "System.ObsoleteAttribute";
    public const string ExperimentalAttribute = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    public const string UnmanagedCallersOnlyAttribute = "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute";
}
