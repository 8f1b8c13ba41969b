namespace ProcGen.Tests.Workloads;

/// <summary>Calls that succeed.</summary>
public static partial class Arithmetic
{
    [RunInProcess]
    public static int Add(int a, int b) => a + b;

    [RunInProcess]
    public static int GetProcessId() => Environment.ProcessId;

    [RunInProcess]
    public static string Concatenate(string a, string b) => a + b;

    [RunInProcess]
    public static async Task<int> AddLater(int a, int b, CancellationToken cancellationToken = default)
    {
        await Task.Delay(1, cancellationToken);
        return a + b;
    }

    [RunInProcess]
    public static void DoNothing() { }
}
