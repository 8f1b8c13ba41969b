namespace ProcGen.Shared;

/// <summary>
/// A 64-bit hash that is the same in every process, on every platform and in every version (FNV-1a over UTF-16 code units). Identities on the wire
/// are made of it, so its values must never change.
/// </summary>
internal struct StableHash
{
    private const ulong OffsetBasis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    private ulong _value;

    public StableHash() => _value = OffsetBasis;

    /// <summary>The hash of what was added so far.</summary>
    public readonly ulong Value => _value;

    /// <summary>The hash of one text.</summary>
    public static ulong Of(string text)
    {
        var hash = new StableHash();
        hash.Add(text);
        return hash.Value;
    }

    /// <summary>Adds a text and its end, so that "ab", "c" and "a", "bc" differ.</summary>
    public void Add(string text)
    {
        foreach (char c in text)
        {
            AddByte((byte)c);
            AddByte((byte)(c >> 8));
        }

        // 0xFFFF is not a character, so it cannot be part of a text.
        AddByte(0xFF);
        AddByte(0xFF);
    }

    /// <summary>Adds a number.</summary>
    public void Add(ulong number)
    {
        for (int i = 0; i < 8; i++)
        {
            AddByte((byte)(number >> (i * 8)));
        }
    }

    private void AddByte(byte value) => _value = unchecked((_value ^ value) * Prime);
}
