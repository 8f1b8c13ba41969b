namespace ProcGen.Generator.Emission;

/// <summary>The names of the runtime's types in generated code.</summary>
internal static class Names
{
    public const string ProcessCall = "global::ProcGen.ProcessCall";
    public const string ProcessStream = "global::ProcGen.ProcessStream";
    public const string ProcessStateCall = "global::ProcGen.ProcessStateCall";
    public const string ProcessMethod = "global::ProcGen.CompilerServices.ProcessMethod";
    public const string ProcessMethodKind = "global::ProcGen.CompilerServices.ProcessMethodKind";
    public const string ProcessMethodTable = "global::ProcGen.CompilerServices.ProcessMethodTable";
    public const string ProcessMethodTableAttribute = "global::ProcGen.CompilerServices.ProcessMethodTableAttribute";
    public const string ManagedProxy = "global::ProcGen.CompilerServices.ManagedProxy";
    public const string ManagedHandle = "global::ProcGen.CompilerServices.ManagedHandle";
    public const string ManagedCodec = "global::ProcGen.CompilerServices.ManagedCodec";
    public const string ProcessCodec = "global::ProcGen.IProcessCodec";
    public const string ItemCodec = "global::ProcGen.CompilerServices.ItemCodec";
    public const string PayloadReader = "global::ProcGen.CompilerServices.PayloadReader";
    public const string PayloadWriter = "global::ProcGen.CompilerServices.PayloadWriter";
    public const string LiveArguments = "global::ProcGen.CompilerServices.LiveArguments";
    public const string WorkerCall = "global::ProcGen.CompilerServices.WorkerCall";
    public const string Runtime = "global::ProcGen.CompilerServices.";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
}
