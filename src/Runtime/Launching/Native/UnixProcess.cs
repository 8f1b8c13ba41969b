using System.Runtime.InteropServices;

namespace ProcGen.Launching.Native;

/// <summary>A child of this process on Linux or macOS. Its descriptors are read and closed by <see cref="UnixProcessWatcher"/>; it is reaped there, too.</summary>
internal sealed unsafe class UnixProcess : INativeProcess
{
    private const int NoHang = 1; // WNOHANG

    private readonly Lock _gate = new();
    private readonly INativeProcessEvents _events;
    private readonly string? _temporaryFolder;
    private readonly long _residentAtStart;
    private IMemoryReader? _memory;
    private int _input;
    private bool _reaped;

    private UnixProcess(int id, int input, int output, int error, string? temporaryFolder, INativeProcessEvents events)
    {
        Id = id;
        _input = input;
        OutputDescriptor = output;
        ErrorDescriptor = error;
        _temporaryFolder = temporaryFolder;
        _events = events;
        _residentAtStart = Environment.WorkingSet;
        ExitDescriptor = UnixPlatform.Current.OpenExitDescriptor(id);
    }

    public int Id { get; }

    /// <summary>Polls readable at the process's end; -1 where there is no such descriptor, or after the end.</summary>
    public int ExitDescriptor { get; private set; }

    /// <summary>-1 once closed.</summary>
    public int OutputDescriptor { get; private set; }

    /// <summary>-1 once closed.</summary>
    public int ErrorDescriptor { get; private set; }

    public bool IsReaped => Volatile.Read(ref _reaped);

    /// <summary>When the reading of what a dead process left in its pipes must end; <see cref="Environment.TickCount64"/>.</summary>
    public long DrainDeadline { get; private set; }

    /// <exception cref="IOException">It could not be started; the message names the cause.</exception>
    public static UnixProcess Start(NativeStartInfo start, INativeProcessEvents events)
    {
        UnixPlatform platform = UnixPlatform.Current;
        (int Read, int Write) input = (-1, -1), output = (-1, -1), error = (-1, -1);
        int id = 0;
        bool started = false;
        try
        {
            input = platform.CreatePipe();
            if (!start.InheritOutput)
            {
                output = platform.CreatePipe();
                error = platform.CreatePipe();
            }

            int result = 0;
            void Spawn() => result = UnixSpawner.Spawn(start, input.Read, start.InheritOutput ? 1 : output.Write, start.InheritOutput ? 2 : error.Write, out id);
            if (start.Affinity is { Count: > 0 } processors)
            {
                platform.WithAffinity(processors, Spawn);
            }
            else
            {
                Spawn();
            }

            if (result != 0)
            {
                throw new IOException(DescribeFailure(start, result));
            }

            started = true;
        }
        finally
        {
            // The child's ends; if there is no child, ours as well.
            Close(input.Read, output.Write, error.Write);
            if (!started)
            {
                Close(input.Write, output.Read, error.Read);
            }
        }

        UnixProcess process = new(id, input.Write, output.Read, error.Read, start.Environment.GetValueOrDefault("TMPDIR"), events);

        // The group is its own already, and PRIO_PGRP reaches every thread of it.
        if (start.Priority is { } priority && LibC.SetPriority(LibC.PRIO_PGRP, id, UnixPlatform.ToNice(priority)) != 0)
        {
            string cause = Marshal.GetLastPInvokeErrorMessage();
            process.Abandon();
            throw new IOException($"the priority {priority} could not be set: {cause}. Only a privileged process may raise a priority.");
        }

        process.WriteInput(start.Input.Span);
        return process;
    }

    public void Watch() => UnixProcessWatcher.Shared.Add(this);

    public void Terminate() => Signal(Id, LibC.SIGTERM);

    public void KillGroup() => Signal(-Id, LibC.SIGKILL);

    public long? SampleMemory()
    {
        IMemoryReader memory;
        lock (_gate)
        {
            if (_reaped)
            {
                return null;
            }

            // Made before the process is reaped, so that it is bound to this one.
            memory = _memory ??= UnixPlatform.Current.CreateMemoryReader(Id);
        }

        return memory.Read();
    }

    /// <summary>If the process has ended: kills its group, reaps it, and tells the end.</summary>
    /// <param name="drainTime">For how long its pipes are still read.</param>
    public bool TryReap(TimeSpan drainTime)
    {
        NativeExit exit;
        lock (_gate)
        {
            if (_reaped)
            {
                return true;
            }

            byte* usage = stackalloc byte[512];
            int status = 0;
            if (!HasEnded())
            {
                return false;
            }

            // Now it is a zombie: its number, and so the group's, cannot be given away before it is reaped.
            _ = LibC.Kill(-Id, LibC.SIGKILL);
            DiagnosticFiles.Delete(Id, UnixPlatform.Current.GetStartTime(Id, alsoDead: true), _temporaryFolder);
            int result;
            do
            {
                result = LibC.Wait4(Id, &status, NoHang, usage);
            }
            while (result < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);

            if (result == 0)
            {
                return false;
            }

            _reaped = true;
            exit = result == Id
                ? ToExit(status, ReadPeak(usage))
                : ToExit(UnixPlatform.Current.GetWaitStatus(ExitDescriptor), null); // Somebody else reaped it: SIGCHLD ignored, or a wait for any child.
            CloseInput();
            CloseExitDescriptor();
            _memory?.Dispose();
        }

        DrainDeadline = Environment.TickCount64 + (long)drainTime.TotalMilliseconds;
        _events.OnDied(exit);
        return true;
    }

    public void Read(bool isError, Span<byte> buffer)
    {
        int descriptor = isError ? ErrorDescriptor : OutputDescriptor;
        nint count;
        fixed (byte* pointer = buffer)
        {
            count = LibC.Read(descriptor, pointer, (nuint)buffer.Length);
        }

        if (count > 0)
        {
            _events.OnOutput(isError, buffer[..(int)count]);
        }
        else if (count == 0 || Marshal.GetLastPInvokeError() is not (LibC.EINTR or LibC.EAGAIN))
        {
            CloseOutput(isError);
        }
    }

    public void CloseOutputs()
    {
        CloseOutput(false);
        CloseOutput(true);
        _events.OnClosed();
    }

    /// <summary>Kills a process that was never watched, waits for its end (it has done nothing yet, so that is at once) and closes everything.</summary>
    private void Abandon()
    {
        lock (_gate)
        {
            _ = LibC.Kill(-Id, LibC.SIGKILL);
            int status;
            while (LibC.Wait4(Id, &status, 0, null) < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
            {
            }

            _reaped = true;
            CloseInput();
            CloseExitDescriptor();
        }

        CloseOutput(false);
        CloseOutput(true);
    }

    private void CloseExitDescriptor()
    {
        if (ExitDescriptor >= 0)
        {
            _ = LibC.Close(ExitDescriptor);
            ExitDescriptor = -1;
        }
    }

    private void CloseOutput(bool isError)
    {
        int descriptor = isError ? ErrorDescriptor : OutputDescriptor;
        if (descriptor >= 0)
        {
            _ = LibC.Close(descriptor);
            if (isError)
            {
                ErrorDescriptor = -1;
            }
            else
            {
                OutputDescriptor = -1;
            }
        }
    }

    private bool HasEnded()
    {
        // Leaves it a zombie. An error (no such child) means that somebody else reaped it already.
        byte* info = stackalloc byte[256];
        *(int*)info = 0;
        return LibC.WaitId(LibC.P_PID, (uint)Id, info, LibC.WEXITED | NoHang | UnixPlatform.Current.WaitNoReap) != 0 || *(int*)info != 0;
    }

    private void Signal(int target, int signal)
    {
        lock (_gate)
        {
            if (!_reaped)
            {
                _ = LibC.Kill(target, signal);
            }
        }
    }

    private void WriteInput(ReadOnlySpan<byte> bytes)
    {
        // Far below the size of a pipe, so it never blocks. A process that is dead already shows by its end, not here.
        fixed (byte* pointer = bytes)
        {
            _ = LibC.Write(_input, pointer, (nuint)bytes.Length);
        }
    }

    private void CloseInput()
    {
        if (_input >= 0)
        {
            _ = LibC.Close(_input);
            _input = -1;
        }
    }

    private static void Close(params ReadOnlySpan<int> descriptors)
    {
        foreach (int descriptor in descriptors)
        {
            if (descriptor >= 0)
            {
                _ = LibC.Close(descriptor);
            }
        }
    }

    private static string DescribeFailure(NativeStartInfo start, int error)
    {
        string place = start.WorkingDirectory is { } directory ? $" in '{directory}'" : "";
        string hint = error == LibC.EAGAIN ? " The limit of processes of this user or container is reached." : "";
        return $"'{start.FileName}' could not be started{place}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).{hint}";
    }

    private static NativeExit ToExit(int? status, long? peak) => status switch
    {
        null => new(null, null, peak),
        { } s when (s & 0x7F) == 0 => new((s >> 8) & 0xFF, null, peak),
        { } s => new(null, s & 0x7F, peak),
    };

    private long? ReadPeak(byte* usage)
    {
        // ru_maxrss follows two timevals. A spawned process starts with its parent's figure, since it ran in the parent's memory until it was executed:
        // only what is above that is its own.
        long peak = *(nint*)(usage + 32) * UnixPlatform.Current.MaximumResidentUnit;
        return peak > _residentAtStart ? peak : null;
    }
}
