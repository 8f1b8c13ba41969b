using System.Buffers;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>Items that came in one frame.</summary>
/// <param name="Content">Their number (i32) and the items.</param>
/// <param name="Count">Their number.</param>
internal readonly record struct ItemFrame(PayloadBuffer Content, int Count);

/// <summary>Reads the items of one frame after the other. Not thread-safe.</summary>
/// <param name="read">Reads an item.</param>
/// <param name="name">The sequence, for errors.</param>
internal sealed class ItemReader<T>(PayloadRead<T> read, string name) : IDisposable
{
    private const int HeaderSize = sizeof(int);

    // Between items like these there is nothing to be told apart, such as which objects are the same: one reader serves a whole frame.
    private static readonly bool s_sharesReader = !RuntimeHelpers.IsReferenceOrContainsReferences<T>() || typeof(T) == typeof(string);

    private PayloadBuffer? _content;
    private ReadOnlyMemory<byte> _rest;
    private T[] _items = [];
    private int _next;
    private int _ready;
    private bool _isAlone;
    private Exception? _error;

    /// <summary>How many items of the frame are left to be read.</summary>
    public int Left { get; private set; }

    /// <summary>Begins with a frame, which is given away.</summary>
    public void Begin(ItemFrame frame)
    {
        Left = frame.Count;
        _content = frame.Content;
        _isAlone = frame.Count == 1;
        if (_isAlone)
        {
            return;
        }

        if (s_sharesReader)
        {
            _content = null;
            ReadAll(frame);
            return;
        }

        ReadOnlySequence<byte> all = frame.Content.AsSequence();
        _rest = (all.IsSingleSegment ? all.First : all.ToArray())[HeaderSize..];
    }

    /// <summary>Reads the next item.</summary>
    /// <exception cref="ProcessSerializationException">It could not be read.</exception>
    public T Next()
    {
        if (_content is null)
        {
            if (_next == _ready)
            {
                throw _error!;
            }

            Left--;
            return _items[_next++];
        }

        Left--;
        return _isAlone ? ReadOnly() : ReadNext();
    }

    public void Dispose()
    {
        Left = 0;
        Free();
    }

    private void ReadAll(ItemFrame frame)
    {
        if (_items.Length < frame.Count)
        {
            _items = new T[frame.Count];
        }

        _next = 0;
        _ready = 0;
        try
        {
            var reader = new PayloadReader(frame.Content);
            _ = reader.Reader.ReadUnmanaged<int>();
            for (; _ready < frame.Count; _ready++)
            {
                _items[_ready] = read(ref reader);
            }

            PayloadIO.EndReading(ref reader);
        }
        catch (Exception e)
        {
            // Thrown in the place of the item, after those before it.
            _ready = Math.Min(_ready, frame.Count - 1);
            _error = PayloadIO.ReadFailed(name, e);
        }
        finally
        {
            frame.Content.Return();
        }
    }

    /// <summary>Reads the one item of a frame, which may be large and lie in pieces.</summary>
    private T ReadOnly()
    {
        try
        {
            var reader = new PayloadReader(_content!);
            _ = reader.Reader.ReadUnmanaged<int>();
            T item = read(ref reader);
            PayloadIO.EndReading(ref reader);
            return item;
        }
        catch (Exception e)
        {
            throw PayloadIO.ReadFailed(name, e);
        }
        finally
        {
            Free();
        }
    }

    private T ReadNext()
    {
        try
        {
            var reader = new PayloadReader(_rest.Span);
            T item = read(ref reader);
            int consumed = reader.Reader.Consumed;
            reader.Complete();
            _rest = _rest[consumed..];
            if (Left == 0)
            {
                if (!_rest.IsEmpty)
                {
                    PayloadErrors.ThrowMalformed($"{_rest.Length} bytes are left after the last item");
                }

                Free();
            }

            return item;
        }
        catch (Exception e)
        {
            Free();
            Left = 0;
            throw PayloadIO.ReadFailed(name, e);
        }
    }

    private void Free()
    {
        _content?.Return();
        _content = null;
        _rest = default;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Clear(_items);
        }
    }
}
