using System.Buffers.Binary;
using System.Text;
using ProcGen.Sharing;

namespace ProcGen.Launching;

/// <summary>
/// <see cref="WorkerBootstrap"/> as bytes: a fixed header (magic, the build that wrote it, the length of the rest), then fields in a fixed order. It is far
/// smaller than a pipe, so that the parent never waits to write it.
/// </summary>
internal static class BootstrapRecord
{
    public const int HeaderSize = 8 + 16 + 4;
    public const int MaximumSize = 32 * 1024;

    private const ulong Magic = 0x3130_5453_4247_5250; // "PRGBST01" in the order of the bytes

    /// <summary>Two processes understand each other's record only if they run the same build of this assembly.</summary>
    public static Guid BuildId { get; } = typeof(BootstrapRecord).Module.ModuleVersionId;

    /// <exception cref="ArgumentException">The record is too long.</exception>
    public static byte[] Write(WorkerBootstrap bootstrap)
    {
        int size = HeaderSize + WorkerBootstrap.TokenSize + 4 + 8 + 4 + 4 + 1 + 8 + TextSize(bootstrap.TransportAddress) + TextSize(bootstrap.Name) + TreeSize(bootstrap.Tree);
        if (size > MaximumSize)
        {
            throw new ArgumentException($"The record of {size} bytes for the worker is too long (at most {MaximumSize}): its name or its transport's address is.", nameof(bootstrap));
        }

        if (bootstrap.Token.Length != WorkerBootstrap.TokenSize)
        {
            throw new ArgumentException($"The token has {bootstrap.Token.Length} bytes instead of {WorkerBootstrap.TokenSize}.", nameof(bootstrap));
        }

        byte[] record = new byte[size];
        Span<byte> rest = record;
        BinaryPrimitives.WriteUInt64LittleEndian(Take(ref rest, 8), Magic);
        BuildId.TryWriteBytes(Take(ref rest, 16));
        BinaryPrimitives.WriteInt32LittleEndian(Take(ref rest, 4), size - HeaderSize);
        bootstrap.Token.CopyTo(Take(ref rest, WorkerBootstrap.TokenSize));
        BinaryPrimitives.WriteInt32LittleEndian(Take(ref rest, 4), bootstrap.ParentId);
        BinaryPrimitives.WriteUInt64LittleEndian(Take(ref rest, 8), bootstrap.ParentStartTime);
        BinaryPrimitives.WriteInt32LittleEndian(Take(ref rest, 4), bootstrap.Depth);
        BinaryPrimitives.WriteInt32LittleEndian(Take(ref rest, 4), bootstrap.ProcessBudget);
        Take(ref rest, 1)[0] = bootstrap.IsDaemon ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(Take(ref rest, 8), bootstrap.MemoryLimitBytes ?? -1);
        WriteText(ref rest, bootstrap.TransportAddress);
        WriteText(ref rest, bootstrap.Name);
        WriteTree(ref rest, bootstrap.Tree);
        return record;
    }

    /// <summary>Checks the header and returns the length of what follows it.</summary>
    /// <exception cref="InvalidDataException">It is not the header of a record of this build; the message says what differs.</exception>
    public static int ReadHeader(ReadOnlySpan<byte> header)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            throw new InvalidDataException("standard input does not begin with a worker's bootstrap record.");
        }

        Guid build = new(header.Slice(8, 16));
        if (build != BuildId)
        {
            throw new InvalidDataException(
                $"the parent runs another build of ProcGen.Runtime ({build}) than this worker ({BuildId}). Publish or build the application again, so that all of its files belong together.");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header[24..]);
        return length is > 0 and <= MaximumSize - HeaderSize ? length : throw new InvalidDataException($"the bootstrap record claims a length of {length} bytes.");
    }

    /// <exception cref="InvalidDataException">The bytes are not those of a record.</exception>
    public static WorkerBootstrap ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            return new()
            {
                Token = Take(ref body, WorkerBootstrap.TokenSize).ToArray(),
                ParentId = BinaryPrimitives.ReadInt32LittleEndian(Take(ref body, 4)),
                ParentStartTime = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref body, 8)),
                Depth = BinaryPrimitives.ReadInt32LittleEndian(Take(ref body, 4)),
                ProcessBudget = BinaryPrimitives.ReadInt32LittleEndian(Take(ref body, 4)),
                IsDaemon = Take(ref body, 1)[0] != 0,
                MemoryLimitBytes = BinaryPrimitives.ReadInt64LittleEndian(Take(ref body, 8)) is >= 0 and var limit ? limit : null,
                TransportAddress = ReadText(ref body),
                Name = ReadText(ref body),
                Tree = ReadTree(ref body),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException("the bootstrap record ends too early.", e);
        }
    }

    private static int TreeSize(TreeAddress? tree) => TextSize(tree?.Name ?? "") + (tree is null ? 0 : WorkerBootstrap.TokenSize);

    private static void WriteTree(ref Span<byte> rest, TreeAddress? tree)
    {
        WriteText(ref rest, tree?.Name ?? "");
        tree?.Token.CopyTo(Take(ref rest, WorkerBootstrap.TokenSize));
    }

    private static TreeAddress? ReadTree(ref ReadOnlySpan<byte> rest) =>
        ReadText(ref rest) is { Length: > 0 } name ? new TreeAddress(name, Take(ref rest, WorkerBootstrap.TokenSize).ToArray()) : null;

    private static int TextSize(string text) => 4 + Encoding.UTF8.GetByteCount(text);

    private static void WriteText(ref Span<byte> rest, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(Take(ref rest, 4), length);
        Encoding.UTF8.GetBytes(text, Take(ref rest, length));
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest) =>
        Encoding.UTF8.GetString(Take(ref rest, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4))));

    private static Span<byte> Take(ref Span<byte> rest, int count)
    {
        Span<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
