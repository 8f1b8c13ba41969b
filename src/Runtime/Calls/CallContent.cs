using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// The content of a call's frame, kept until the call's end because the call may have to be sent again. A few bytes, as most calls have them, are kept in place, so that a hundred thousand
/// calls that wait hold no buffers; more stay in the buffer they were written to.
/// </summary>
internal struct CallContent
{
    private const int MostInPlace = 64;

    private InPlace _inPlace;
    private int _length;
    private SharedPayload? _shared;

    public readonly long Length => _shared?.Length ?? _length;

    /// <summary>The bytes that are not kept in place, which have holders; null otherwise.</summary>
    public readonly SharedPayload? Shared => _shared;

    /// <summary>The bytes that are kept in place.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_inPlace)[.._length];

    /// <summary>Takes over what was written.</summary>
    public void Set(PayloadBuffer content)
    {
        // What keeps shared objects is kept itself.
        if (content.Length <= MostInPlace && content.Pins is null && content.TryGetSingleSpan(out ReadOnlySpan<byte> bytes))
        {
            bytes.CopyTo(_inPlace);
            _length = bytes.Length;
            _shared = null;
            content.Return();
        }
        else
        {
            _shared = new SharedPayload(content);
        }
    }

    /// <summary>Takes over a hold.</summary>
    public void Set(SharedPayload content) => _shared = content;

    [InlineArray(MostInPlace)]
    private struct InPlace
    {
        private byte _first;
    }
}
