using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>
/// Memory that two processes map and nobody else can find: a memfd has no name in any file system, does not count against the small /dev/shm of containers, and is
/// freed with the last process that has it. Its size is sealed, so that no process can take pages away under another (which would end that one with SIGBUS).
/// </summary>
internal sealed unsafe class MappedMemory : IDisposable
{
    private const string Name = "procgen"; // Only seen in /proc/<pid>/maps.
    private const int SeekEnd = 2;

    private SafeFileHandle? _descriptor;
    private int _holders = 1;
    private byte* _address;

    private MappedMemory(SafeFileHandle descriptor, long size)
    {
        nint address = LinuxCalls.Map(0, (nuint)size, LinuxCalls.ReadAndWrite, LinuxCalls.MapShared, descriptor, 0);
        if (address == -1)
        {
            throw Failed("mapped");
        }

        _descriptor = descriptor;
        _address = (byte*)address;
        Size = size;
    }

    public long Size { get; }

    /// <summary>The first byte. Valid until the last holder has released it.</summary>
    public byte* Address => _address;

    /// <summary>What the other process needs; null once closed.</summary>
    public SafeFileHandle? Descriptor => _descriptor;

    /// <summary>Makes memory, all zero. No page of it is taken before it is touched.</summary>
    /// <exception cref="IOException">The operating system refuses, or there is too little memory; the message says which.</exception>
    public static MappedMemory Create(long size)
    {
        FreeMemory.Demand(size);
        var descriptor = new SafeFileHandle(LinuxCalls.MemoryCreate(Name, LinuxCalls.MemoryCloseOnExec | LinuxCalls.MemoryAllowSealing), ownsHandle: true);
        try
        {
            if (descriptor.IsInvalid
                || LinuxCalls.Truncate(descriptor, size) != 0
                || LinuxCalls.FileControl(descriptor, LinuxCalls.AddSeals, LinuxCalls.SealShrink | LinuxCalls.SealGrow | LinuxCalls.SealSeal) != 0)
            {
                throw Failed("made");
            }

            return new MappedMemory(descriptor, size);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Maps what another process made, and takes over its descriptor.</summary>
    /// <exception cref="IOException">It cannot be mapped, or does not have that size.</exception>
    public static MappedMemory Open(SafeFileHandle descriptor, long size)
    {
        long actual = LinuxCalls.Seek(descriptor, 0, SeekEnd);
        return actual == size ? new MappedMemory(descriptor, size) : throw new IOException($"Shared memory of {size} bytes was announced, and {actual} came.");
    }

    /// <summary>Closes the descriptor. The mapping stays; nobody else can get at the memory from now on.</summary>
    public void CloseDescriptor()
    {
        _descriptor?.Dispose();
        _descriptor = null;
    }

    /// <summary>Adds a holder.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Releases a hold; the last one unmaps.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) != 0)
        {
            return;
        }

        CloseDescriptor();
        _ = LinuxCalls.Unmap((nint)_address, (nuint)Size);
        _address = null;
    }

    private static IOException Failed(string what) => new($"Shared memory could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}.");
}
