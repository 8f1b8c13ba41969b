using ProcGen.CompilerServices;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A value that many calls get, and that is sent to each process only once: it is written into shared memory at its first crossing, and read once in each process that uses it.
/// </summary>
/// <typeparam name="T">Any type that crosses.</typeparam>
/// <example><code>
/// using var model = new Shared&lt;Model&gt;(Model.Load(path));
/// await foreach (int label in pool.MapAsync(images, image => Classifier.InProcess.Classify(model, image))) …
///
/// [RunInProcess]
/// public static int Classify(Shared&lt;Model&gt; model, Image image) => model.Value.Classify(image);
/// </code></example>
/// <remarks>
/// <para>It is a snapshot: what is changed in the value after it was first sent does not reach other processes, and each process has a copy of its own, which all of its calls share. So treat it as read-only. For memory that all
/// see change, use <see cref="SharedArray{T}"/>.</para>
/// <para>A process that received it keeps it for a minute after the last call that got it. Where nothing can be shared (outside of 64-bit Linux) it is sent with each call. Thread-safe, as far as the value is.</para>
/// </remarks>
public sealed class Shared<T> : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SharedPayloadSegment? _received;
    private readonly T? _value;
    private readonly PayloadRead<T>? _read;
    private SharedBlock? _block;
    private bool _disposed;

    /// <summary>Shares a value.</summary>
    /// <param name="value">The value, which is not to be changed from now on.</param>
    public Shared(T value) => _value = value;

    internal Shared(SharedPayloadSegment received, PayloadRead<T> read)
    {
        _received = received;
        _read = read;
    }

    /// <summary>The value. Read from shared memory at its first use in a process; the same object for all calls in that process.</summary>
    /// <exception cref="ProcessSerializationException">It could not be read.</exception>
    public T Value => _received is null ? _value! : _received.Get(_read!);

    /// <summary>Gives the shared memory back, once no call that was made before needs it. The value itself stays usable here; it cannot be sent any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _block?.Release();
            _block = null;
        }
    }

    /// <summary>The segment with the value, which is written into it if that was not done before. The caller is one more user.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    internal SharedBlock HoldBlock(PayloadWrite<T> write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            SharedBlock block = _received?.Block ?? (_block ??= SharedPayloadSegment.Write(_value!, write));
            block.Hold();
            return block;
        }
    }
}
