using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Launching.Native;

/// <summary>
/// Starts a process with <c>posix_spawn</c> rather than <see cref="System.Diagnostics.Process"/>: it leads its own group from its first instruction, inherits no
/// descriptor but the three standard streams, and is reaped by us alone, so that its wait status (code or signal) is known exactly.
/// </summary>
internal static unsafe class UnixSpawner
{
    private const short SetGroup = 0x02; // POSIX_SPAWN_SETPGROUP
    private const short SetDefault = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short SetMask = 0x08; // POSIX_SPAWN_SETSIGMASK

    // posix_spawnattr_t has 336 bytes and file actions 80 (a pointer each on macOS); sigset_t has 128 (4 on macOS).
    private const int OpaqueSize = 512;
    private const int SignalSetSize = 128;

    /// <summary>Starts the process with these three descriptors as its standard streams.</summary>
    /// <returns>The error number; 0 if it was started.</returns>
    public static int Spawn(NativeStartInfo start, int input, int output, int error, out int processId)
    {
        byte* actions = stackalloc byte[OpaqueSize];
        byte* attributes = stackalloc byte[OpaqueSize];
        byte* signals = stackalloc byte[SignalSetSize];
        using NativeStringArray arguments = new([start.FileName, .. start.Arguments]);
        using NativeStringArray environment = new([.. start.Environment.Select(static pair => $"{pair.Key}={pair.Value}")]);

        Check(LibC.SpawnActionsInit(actions), "posix_spawn_file_actions_init");
        Check(LibC.SpawnAttributesInit(attributes), "posix_spawnattr_init");
        try
        {
            Check(LibC.SpawnActionsAddDup2(actions, input, 0), "adddup2");
            Check(LibC.SpawnActionsAddDup2(actions, output, 1), "adddup2");
            Check(LibC.SpawnActionsAddDup2(actions, error, 2), "adddup2");
            if (start.WorkingDirectory is { } directory)
            {
                Check(LibC.SpawnActionsAddChangeDirectory(actions, directory), "addchdir");
            }

            short flags = UnixPlatform.Current.CloseUnrelatedDescriptors(actions);

            // A thread of this process may block signals, and .NET ignores SIGPIPE: neither is the worker's business, nor that of the programs it starts.
            _ = LibC.SignalSetEmpty(signals);
            Check(LibC.SpawnAttributesSetMask(attributes, signals), "setsigmask");
            _ = LibC.SignalSetAdd(signals, LibC.SIGPIPE);
            Check(LibC.SpawnAttributesSetDefault(attributes, signals), "setsigdefault");
            Check(LibC.SpawnAttributesSetGroup(attributes, 0), "setpgroup");
            Check(LibC.SpawnAttributesSetFlags(attributes, (short)(flags | SetGroup | SetDefault | SetMask)), "setflags");

            int id = 0;
            byte* path = (byte*)Marshal.StringToCoTaskMemUTF8(start.FileName);
            int result = LibC.Spawn(&id, path, actions, attributes, arguments.Pointer, environment.Pointer);
            Marshal.FreeCoTaskMem((nint)path);
            processId = id;
            return result;
        }
        finally
        {
            _ = LibC.SpawnActionsDestroy(actions);
            _ = LibC.SpawnAttributesDestroy(attributes);
        }
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
        {
            throw new IOException($"posix_spawn cannot be prepared: {what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
        }
    }

    /// <summary>A null-terminated array of null-terminated UTF-8 strings in one block.</summary>
    private readonly ref struct NativeStringArray
    {
        public NativeStringArray(IReadOnlyList<string> strings)
        {
            int size = (strings.Count + 1) * sizeof(byte*);
            foreach (string text in strings)
            {
                size += Encoding.UTF8.GetByteCount(text) + 1;
            }

            byte* block = (byte*)NativeMemory.Alloc((nuint)size);
            Pointer = (byte**)block;
            byte* next = block + ((strings.Count + 1) * sizeof(byte*));
            for (int i = 0; i < strings.Count; i++)
            {
                Pointer[i] = next;
                next += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, (int)(block + size - next)));
                *next++ = 0;
            }

            Pointer[strings.Count] = null;
        }

        public byte** Pointer { get; }

        public void Dispose() => NativeMemory.Free(Pointer);
    }
}
