namespace ProcGen.Launching;

/// <summary>The children that run, so that at this process's normal end the lines that they have written already still reach their receivers.</summary>
internal static class LiveChildren
{
    // Long enough to hand over what is in the pipes, short enough not to be noticed at an exit.
    private static readonly TimeSpan s_flushTime = TimeSpan.FromMilliseconds(250);

    private static readonly HashSet<ChildProcess> s_children = [];
    private static bool s_registered;

    public static void Add(ChildProcess child)
    {
        lock (s_children)
        {
            s_children.Add(child);
            if (!s_registered)
            {
                s_registered = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => FlushAll();
            }
        }
    }

    public static void Remove(ChildProcess child)
    {
        lock (s_children)
        {
            s_children.Remove(child);
        }
    }

    private static void FlushAll()
    {
        long deadline = Environment.TickCount64 + (long)s_flushTime.TotalMilliseconds;
        Native.NativeProcesses.ReadPendingOutput(s_flushTime);
        ChildProcess[] children;
        lock (s_children)
        {
            children = [.. s_children];
        }

        foreach (ChildProcess child in children)
        {
            child.FlushOutput(TimeSpan.FromMilliseconds(Math.Max(0, deadline - Environment.TickCount64)));
        }
    }
}
