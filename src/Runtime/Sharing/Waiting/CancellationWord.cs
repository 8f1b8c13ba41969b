using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>A cancellation as a word that a thread can sleep on together with others.</summary>
internal sealed unsafe class CancellationWord : IDisposable
{
    private readonly uint[] _word = GC.AllocateArray<uint>(1, pinned: true);
    private readonly CancellationTokenRegistration _registration;

    private CancellationWord(CancellationToken token) => _registration = token.UnsafeRegister(static self => ((CancellationWord)self!).Set(), this);

    /// <summary>The word, which is 0 until it is cancelled.</summary>
    public FutexWord Word => new((nint)Address, 0);

    private uint* Address => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_word));

    /// <returns>Null if the token is never cancelled.</returns>
    public static CancellationWord? For(CancellationToken token) => token.CanBeCanceled ? new(token) : null;

    public void Dispose() => _registration.Dispose();

    private void Set()
    {
        Volatile.Write(ref _word[0], 1);
        Futex.Wake(Address);
    }
}
