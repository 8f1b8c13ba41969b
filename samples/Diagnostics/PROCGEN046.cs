namespace Diagnostics.PROCGEN046;

public static class Journal
{
    public static void Append(ProcessLock gate, string path, string line)
    {
        var scope = gate.Enter(); // PROCGEN046 'ProcessLock.Enter' enters a lock and leaves it only if nothing throws in between. Write 'using (gate.Enter())', so that an exception leaves it, too.
        File.AppendAllText(path, line);
        scope.Dispose();
    }

    public static bool TryAppend(ProcessLock gate, string path, string line)
    {
        if (!gate.TryEnter(out var entered)) // PROCGEN046 'ProcessLock.TryEnter' enters a lock and leaves it only if nothing throws in between. Write 'using (entered)', so that an exception leaves it, too.
        {
            return false;
        }

        File.AppendAllText(path, line);
        entered.Dispose();
        return true;
    }
}
