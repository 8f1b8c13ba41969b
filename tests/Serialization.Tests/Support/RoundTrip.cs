using ProcGen.CompilerServices;

namespace ProcGen.Serialization.Tests;

/// <summary>
/// Runs a stub's call as a worker would, in this process: the arguments are written, read, the method runs, and its result is written and read. So a
/// method that returns its argument sends it over the border twice.
/// </summary>
internal static class RoundTrip
{
    public static TResult Run<TResult>(ProcessCall<TResult> call)
    {
        PayloadBuffer arguments = WriteArguments(call);
        PayloadBuffer result = PayloadBuffer.Rent();
        try
        {
            call.Method.Invoke(new InMemoryWorkerCall(arguments, result));
            return ReadResult(call, result);
        }
        finally
        {
            arguments.Return();
            result.Return();
        }
    }

    /// <summary>The bytes of a call's arguments.</summary>
    public static byte[] BytesOf(ProcessInvocation call)
    {
        PayloadBuffer arguments = WriteArguments(call);
        try
        {
            return System.Buffers.BuffersExtensions.ToArray(arguments.AsSequence());
        }
        finally
        {
            arguments.Return();
        }
    }

    /// <summary>Reads bytes as the result of a call. For a method that returns its argument these are also the bytes of the argument.</summary>
    public static TResult ReadBytes<TResult>(ProcessCall<TResult> call, ReadOnlySpan<byte> bytes, bool checkEnd = true)
    {
        PayloadBuffer result = PayloadBuffer.Rent();
        try
        {
            result.Write(bytes);
            return ReadResult(call, result, checkEnd);
        }
        finally
        {
            result.Return();
        }
    }

    private static PayloadBuffer WriteArguments(ProcessInvocation call)
    {
        PayloadBuffer arguments = PayloadBuffer.Rent();
        var writer = new PayloadWriter(ref arguments);
        call.WriteArguments(ref writer);
        writer.Complete();
        return arguments;
    }

    private static TResult ReadResult<TResult>(ProcessCall<TResult> call, PayloadBuffer result, bool checkEnd = true)
    {
        var reader = new PayloadReader(result);
        TResult value = call.TypedMethod.ReadResult(ref reader);
        if (checkEnd)
        {
            Assert.Equal(0, reader.Reader.Remaining);
        }

        reader.Complete();
        return value;
    }
}
