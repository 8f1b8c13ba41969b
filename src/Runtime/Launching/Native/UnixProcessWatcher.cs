namespace ProcGen.Launching.Native;

/// <summary>
/// One thread that waits for everything that all child processes do: output on their pipes, and their end. It holds them alive, and judges the end of a process by
/// the process itself: output that a grandchild still holds open is read for a moment longer and then closed.
/// </summary>
internal sealed unsafe class UnixProcessWatcher
{
    // Where the kernel has no descriptor for the end of a process, it is asked this often.
    private const int ProbeMilliseconds = 20;

    private readonly Lock _gate = new();
    private readonly List<UnixProcess> _added = [];
    private readonly List<ManualResetEventSlim> _whenRead = [];
    private readonly int _wakeRead;
    private readonly int _wakeWrite;

    private UnixProcessWatcher()
    {
        (_wakeRead, _wakeWrite) = UnixPlatform.Current.CreatePipe();
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen process watcher" }.Start();
    }

    public static UnixProcessWatcher Shared { get; } = new();

    public void Add(UnixProcess process)
    {
        lock (_gate)
        {
            _added.Add(process);
        }

        Wake();
    }

    /// <summary>Reads what the pipes hold now, for at most this long.</summary>
    public void ReadPending(TimeSpan timeout)
    {
        using ManualResetEventSlim read = new();
        lock (_gate)
        {
            _whenRead.Add(read);
        }

        Wake();
        read.Wait(timeout);
        lock (_gate)
        {
            _whenRead.Remove(read);
        }
    }

    private void Wake()
    {
        byte one = 1;
        _ = LibC.Write(_wakeWrite, &one, 1);
    }

    private void Run()
    {
        List<UnixProcess> processes = [];
        LibC.PollDescriptor[] polled = new LibC.PollDescriptor[16];
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            lock (_gate)
            {
                processes.AddRange(_added);
                _added.Clear();
            }

            int timeout = -1;
            int count = 0;
            Array.Resize(ref polled, Math.Max(polled.Length, (processes.Count * 3) + 1));
            polled[count++] = new() { Descriptor = _wakeRead, Events = LibC.POLLIN };
            foreach (UnixProcess process in processes)
            {
                // poll ignores negative descriptors, so every process keeps its three places.
                polled[count++] = new() { Descriptor = process.ExitDescriptor, Events = LibC.POLLIN };
                polled[count++] = new() { Descriptor = process.OutputDescriptor, Events = LibC.POLLIN };
                polled[count++] = new() { Descriptor = process.ErrorDescriptor, Events = LibC.POLLIN };
                int wanted = process.IsReaped ? (int)Math.Max(0, process.DrainDeadline - Environment.TickCount64) : process.ExitDescriptor < 0 ? ProbeMilliseconds : -1;
                timeout = wanted < 0 ? timeout : timeout < 0 ? wanted : Math.Min(timeout, wanted);
            }

            fixed (LibC.PollDescriptor* pointer = polled)
            {
                if (LibC.Poll(pointer, (nuint)count, timeout) < 0)
                {
                    continue; // interrupted by a signal
                }
            }

            if (polled[0].Received != 0)
            {
                fixed (byte* pointer = buffer)
                {
                    _ = LibC.Read(_wakeRead, pointer, (nuint)buffer.Length);
                }
            }

            bool hadOutput = false;
            for (int i = processes.Count - 1; i >= 0; i--)
            {
                hadOutput |= polled[(i * 3) + 2].Received != 0 || polled[(i * 3) + 3].Received != 0;
                if (Serve(processes[i], polled.AsSpan((i * 3) + 1, 3), buffer))
                {
                    processes.RemoveAt(i);
                }
            }

            if (!hadOutput)
            {
                TellRead();
            }
        }
    }

    private void TellRead()
    {
        lock (_gate)
        {
            _whenRead.ForEach(static read => read.Set());
        }
    }

    /// <summary>Returns true when the process is over and done with.</summary>
    private static bool Serve(UnixProcess process, ReadOnlySpan<LibC.PollDescriptor> polled, byte[] buffer)
    {
        if (!process.IsReaped && (polled[0].Received != 0 || process.ExitDescriptor < 0))
        {
            process.TryReap(NativeProcesses.DrainTime);
        }

        if (polled[1].Received != 0)
        {
            process.Read(isError: false, buffer);
        }

        if (polled[2].Received != 0)
        {
            process.Read(isError: true, buffer);
        }

        if (process.IsReaped && ((process.OutputDescriptor < 0 && process.ErrorDescriptor < 0) || Environment.TickCount64 >= process.DrainDeadline))
        {
            process.CloseOutputs();
            return true;
        }

        return false;
    }
}
