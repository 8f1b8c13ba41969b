using System.ComponentModel;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Errors;

namespace ProcGen.Tests.Errors;

public sealed class ExceptionCodecTests
{
    [Fact]
    public void An_exception_of_the_core_library_comes_back_as_its_own_type_with_its_message_and_stack()
    {
        RemoteFailure failure = Cross(Thrown(new InvalidOperationException("no such page")));

        var exception = Assert.IsType<InvalidOperationException>(failure.Exception);
        Assert.Equal("no such page", exception.Message);
        Assert.Contains(nameof(Thrown), exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("ExceptionCodecTests.cs:line", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal("w1 (process 42)", exception.Data[ExceptionFactory.WorkerDataKey]);
        Assert.Equal(RemoteFailurePhase.Running, failure.Phase);
    }

    [Fact]
    public void An_argument_error_keeps_its_parameter_and_says_its_name_once()
    {
        var original = new ArgumentOutOfRangeException("count", "must be positive");

        var exception = Assert.IsType<ArgumentOutOfRangeException>(Cross(original).Exception);

        Assert.Equal("count", exception.ParamName);
        Assert.Equal(original.Message, exception.Message);
    }

    [Fact]
    public void Inner_exceptions_and_data_come_along()
    {
        var original = new InvalidOperationException("outer", new FormatException("inner", new OwnException("innermost")));
        original.Data["page"] = 7;

        Exception exception = Cross(Thrown(original)).Exception;

        Assert.Equal(7, exception.Data["page"]);
        Assert.IsType<FormatException>(exception.InnerException);
        Assert.Equal("innermost", Assert.IsType<OwnException>(exception.InnerException!.InnerException).Message);
    }

    [Fact]
    public void An_aggregate_keeps_all_its_inner_exceptions()
    {
        var original = new AggregateException("several", new FormatException("a"), new TimeoutException("b"));

        var exception = Assert.IsType<AggregateException>(Cross(original).Exception);

        Assert.Equal(original.Message, exception.Message);
        Assert.Collection(exception.InnerExceptions, e => Assert.IsType<FormatException>(e), e => Assert.IsType<TimeoutException>(e));
    }

    [Fact]
    public void An_exception_without_a_usual_constructor_comes_as_an_envelope()
    {
        var exception = Assert.IsType<RemoteException>(Cross(Thrown(new UnusualException(1, 2))).Exception);

        Assert.Equal(typeof(UnusualException).FullName, exception.RemoteTypeName);
        Assert.Equal("unusual 3", exception.Message);
        Assert.Contains(nameof(Thrown), exception.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Equal(42, exception.ProcessId);
    }

    [Fact]
    public void A_constructor_that_takes_an_object_is_not_given_the_message()
    {
        var exception = Assert.IsType<RemoteException>(Cross(new ObjectException(new object())).Exception);

        Assert.Equal(typeof(ObjectException).FullName, exception.RemoteTypeName);
    }

    [Fact]
    public void Data_keeps_simple_values_and_takes_others_as_text()
    {
        object?[] values =
        [
            "text", true, 'c', (byte)1, (short)2, 3, 4L, 5u, 6ul, 1.5f, 2.5, 3.5m, null,
            new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), TimeSpan.FromTicks(7), Guid.NewGuid(),
        ];
        var original = new InvalidOperationException("noted");
        for (int i = 0; i < values.Length; i++)
        {
            original.Data[$"{i}"] = values[i];
        }

        original.Data["other"] = new Version(1, 2);

        Exception exception = Cross(original).Exception;

        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(i => exception.Data[$"{i}"]));
        Assert.Equal("1.2", exception.Data["other"]);
    }

    [Fact]
    public void The_stack_trace_names_the_worker_once()
    {
        Exception exception = Cross(Thrown(new InvalidOperationException("outer", Thrown(new FormatException("inner"))))).Exception;

        Assert.Equal(2, exception.ToString().Split("w1 (process 42)").Length);
    }

    [Fact]
    public void An_exception_whose_constructor_throws_comes_as_an_envelope() =>
        Assert.Equal(
            typeof(ThrowingConstructorException).FullName,
            Assert.IsType<RemoteException>(Cross(ThrowingConstructorException.Make()).Exception).RemoteTypeName);

    [Fact]
    public void An_exception_whose_members_throw_is_still_reported()
    {
        var exception = Assert.IsType<HostileException>(Cross(new HostileException()).Exception);
        Assert.NotNull(exception);
    }

    [Fact]
    public void A_number_of_the_operating_system_comes_along() =>
        Assert.Equal(13, Assert.IsType<Win32Exception>(Cross(new Win32Exception(13, "denied")).Exception).NativeErrorCode);

    [Fact]
    public void A_chain_without_end_is_cut()
    {
        Exception chain = new FormatException("0");
        for (int i = 0; i < 100; i++)
        {
            chain = new InvalidOperationException("more", chain);
        }

        int depth = 0;
        for (Exception? e = Cross(chain).Exception; e is not null; e = e.InnerException)
        {
            depth++;
        }

        Assert.Equal(ExceptionSnapshot.MaxDepth + 1, depth);
    }

    [Fact]
    public void Any_truncation_gives_an_error_and_never_an_exception()
    {
        byte[] bytes = Write(Thrown(new InvalidOperationException("outer", new FormatException("inner"))));
        for (int length = 0; length < bytes.Length; length++)
        {
            RemoteFailure failure = Read(bytes.AsSpan(0, length));
            Assert.IsType<ProcessSerializationException>(failure.Exception);
        }
    }

    private static RemoteFailure Cross(Exception exception) => Read(Write(exception));

    private static byte[] Write(Exception exception)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        var writer = new PayloadWriter(ref buffer);
        ExceptionCodec.Write(ref writer, exception, RemoteFailurePhase.Running);
        writer.Complete();
        byte[] bytes = buffer.ToArray();
        buffer.Return();
        return bytes;
    }

    private static RemoteFailure Read(ReadOnlySpan<byte> bytes)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        buffer.Write(bytes);
        var reader = new PayloadReader(buffer);
        RemoteFailure failure = ExceptionCodec.Read(ref reader, 42, "w1");
        reader.Complete();
        buffer.Return();
        return failure;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}

public sealed class OwnException(string message) : Exception(message);

public sealed class UnusualException(int a, int b) : Exception($"unusual {a + b}");

public sealed class ObjectException(object context) : Exception($"with {context}");

public sealed class ThrowingConstructorException : Exception
{
    public ThrowingConstructorException(string message) : base(message) => throw new InvalidOperationException(message);

    private ThrowingConstructorException() { }

    public static ThrowingConstructorException Make() => new();
}

public sealed class HostileException : Exception
{
    public override string Message => throw new InvalidOperationException("no message for you");

    public override System.Collections.IDictionary Data => throw new InvalidOperationException("no data for you");

    public override string? StackTrace => throw new InvalidOperationException("no stack for you");
}
