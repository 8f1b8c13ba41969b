namespace ProcGen.Tests.Workers;

/// <summary>What the tests of the call path run in workers.</summary>
internal static partial class Bodies
{
    [RunInProcess]
    public static int Add(int a, int b) => a + b;

    [RunInProcess]
    public static int ProcessId() => Environment.ProcessId;
}
