using ProcGen.CompilerServices;

namespace ProcGen.Tests.Pools;

/// <summary>A method that only fake workers run. What it does they decide.</summary>
internal sealed class FakeMethod(ProcessMethodKind kind = ProcessMethodKind.Synchronous) : ProcessMethod<int>(1, 1, "Fake.Run(int)")
{
    public static FakeMethod Plain { get; } = new();

    public static FakeMethod Cancellable { get; } = new() { ObservesCancellation = true };

    public static FakeMethod Asynchronous { get; } = new(ProcessMethodKind.Asynchronous) { ObservesCancellation = true };

    public static FakeMethod Repeatable { get; } = new() { Idempotent = true, Retries = 1 };

    public override ProcessMethodKind Kind => kind;

    public override int ReadResult(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<int>();
}

/// <summary>A call of a <see cref="FakeMethod"/>; its result is its number.</summary>
internal sealed class FakeCall(int number, FakeMethod? method = null) : ProcessCall<int>
{
    public int Number => number;

    protected internal override ProcessMethod<int> TypedMethod => method ?? FakeMethod.Plain;

    protected internal override void WriteArguments(ref PayloadWriter writer) => writer.Writer.WriteUnmanaged(number);
}
