using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>Runs serializers over payloads and names what failed in their errors.</summary>
internal static class PayloadIO
{
    public static void Write<T>(PayloadBuffer buffer, T value, PayloadWrite<T> write, Managers.ManagerAudience? audience = null)
    {
        var writer = new PayloadWriter(ref buffer) { Audience = audience };
        write(ref writer, value);
        writer.Complete();
    }

    /// <summary>Reads one value that fills the whole buffer, and gives the buffer back.</summary>
    /// <param name="buffer">The payload.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="what">The value, for the error.</param>
    /// <exception cref="ProcessSerializationException">The value could not be read.</exception>
    public static T Read<T>(PayloadBuffer buffer, PayloadRead<T> read, string what)
    {
        try
        {
            var reader = new PayloadReader(buffer);
            T value = read(ref reader);
            EndReading(ref reader);
            return value;
        }
        catch (Exception e)
        {
            throw ReadFailed(what, e);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Reads the result of a method, and gives the buffer back.</summary>
    /// <exception cref="ProcessSerializationException">It could not be read.</exception>
    public static TResult ReadResult<TResult>(PayloadBuffer buffer, ProcessMethod<TResult> method)
    {
        try
        {
            var reader = new PayloadReader(buffer);
            TResult value = method.ReadResult(ref reader);
            EndReading(ref reader);
            return value;
        }
        catch (Exception e)
        {
            throw ReadFailed($"the result of '{method.DisplayName}'", e);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Completes a reader; what is left unread means that the two sides do not agree on the types.</summary>
    public static void EndReading(ref PayloadReader reader)
    {
        long left = reader.Reader.Remaining;
        reader.Complete();
        if (left != 0)
        {
            PayloadErrors.ThrowMalformed($"{left} bytes are left after the last value");
        }
    }

    public static ProcessSerializationException WriteFailed(string what, Exception cause) =>
        new($"{Capital(what)} cannot be written for another process: {MessageOf(cause)}", cause);

    public static ProcessSerializationException ReadFailed(string what, Exception cause) =>
        new($"{Capital(what)} could not be read on arrival from another process: {MessageOf(cause)}", cause);

    /// <summary>The message of an exception that may be the user's own: reading it must not fail what reports it.</summary>
    private static string MessageOf(Exception error)
    {
        try
        {
            return error.Message;
        }
        catch (Exception e)
        {
            return $"({error.GetType()}, whose message threw {e.GetType()})";
        }
    }

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}
