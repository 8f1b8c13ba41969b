namespace ProcGen.Generator.Parsing;

/// <summary>The attributes by which something is generated.</summary>
internal enum AttributeRole
{
    RunInProcess,
    WorkerState,
    WorkerStartup,
}
