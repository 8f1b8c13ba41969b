namespace Diagnostics.PROCGEN063;

public static partial class Journal
{
    private static readonly Lock s_gate = new();

    [RunInProcess]
    public static void Append(string path, string line)
    {
        lock (s_gate) // PROCGEN063 'Journal.Append' takes 'Journal.s_gate' (lock), which excludes the threads of this worker but no other process. Use a ProcessLock where only one process may be in at a time.
        {
            File.AppendAllText(path, line);
        }
    }
}
