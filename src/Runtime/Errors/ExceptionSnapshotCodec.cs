using ProcGen.CompilerServices;

namespace ProcGen.Errors;

/// <summary>How an <see cref="ExceptionSnapshot"/> crosses. The members stand in the order of their declaration.</summary>
internal static class ExceptionSnapshotCodec
{
    public static void Write(ref PayloadWriter writer, ExceptionSnapshot snapshot)
    {
        writer.Writer.WriteString(snapshot.TypeName);
        writer.Writer.WriteString(snapshot.AssemblyName);
        writer.Writer.WriteString(snapshot.Message);
        writer.Writer.WriteString(snapshot.RawMessage);
        writer.Writer.WriteUnmanaged(snapshot.HResult, snapshot.NativeErrorCode);
        writer.Writer.WriteString(snapshot.Source);
        writer.Writer.WriteString(snapshot.HelpLink);
        writer.Writer.WriteString(snapshot.StackTrace);
        writer.Writer.WriteString(snapshot.Subject);

        writer.Writer.WriteUnmanaged(snapshot.Data.Count);
        foreach ((string key, object? value) in snapshot.Data)
        {
            writer.Writer.WriteString(key);
            ExceptionDataValue.Write(ref writer, value);
        }

        writer.Writer.WriteUnmanaged(snapshot.Inner.Count);
        foreach (ExceptionSnapshot inner in snapshot.Inner)
        {
            Write(ref writer, inner);
        }
    }

    public static ExceptionSnapshot Read(ref PayloadReader reader, int depth = 0)
    {
        string typeName = reader.ReadString() ?? "";
        string assemblyName = reader.ReadString() ?? "";
        string message = reader.ReadString() ?? "";
        string? rawMessage = reader.ReadString();
        reader.Reader.ReadUnmanaged(out int hresult, out int nativeErrorCode);
        return new ExceptionSnapshot
        {
            TypeName = typeName,
            AssemblyName = assemblyName,
            Message = message,
            RawMessage = rawMessage,
            HResult = hresult,
            NativeErrorCode = nativeErrorCode,
            Source = reader.ReadString(),
            HelpLink = reader.ReadString(),
            StackTrace = reader.ReadString(),
            Subject = reader.ReadString(),
            Data = ReadData(ref reader),
            Inner = ReadInner(ref reader, depth),
        };
    }

    private static KeyValuePair<string, object?>[] ReadData(ref PayloadReader reader)
    {
        // One entry more than the sender takes: its note that some could not be read.
        var data = new KeyValuePair<string, object?>[ReadCount(ref reader, ExceptionSnapshot.MaxItems + 1)];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = new(reader.ReadString() ?? "", ExceptionDataValue.Read(ref reader));
        }

        return data;
    }

    private static ExceptionSnapshot[] ReadInner(ref PayloadReader reader, int depth)
    {
        var inner = new ExceptionSnapshot[ReadCount(ref reader, depth < ExceptionSnapshot.MaxDepth ? ExceptionSnapshot.MaxItems : 0)];
        for (int i = 0; i < inner.Length; i++)
        {
            inner[i] = Read(ref reader, depth + 1);
        }

        return inner;
    }

    private static int ReadCount(ref PayloadReader reader, int limit)
    {
        int count = reader.Reader.ReadUnmanaged<int>();
        if ((uint)count > (uint)limit)
        {
            PayloadErrors.ThrowMalformed($"an exception with {count} items where at most {limit} are sent");
        }

        return count;
    }
}
