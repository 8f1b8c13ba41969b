using ProcGen;
using ProcGen.CompilerServices;
using ProcGen.Tests.Workloads;

[assembly: ProcessCodec(typeof(Trap), typeof(TrapCodec))]

namespace ProcGen.Tests.Workloads;

/// <summary>What a trap does when it is sprung.</summary>
public enum Harm
{
    None,
    Throw,
    Exit,
    NativeCrash,
}

/// <summary>A value that misbehaves when it is written or read, on one side or the other.</summary>
public sealed record Trap(Harm OnWrite, Harm OnRead);

/// <summary>Springs the trap.</summary>
public sealed class TrapCodec : IProcessCodec<Trap>
{
    public static void Write(ref PayloadWriter writer, Trap? value)
    {
        Spring(value!.OnWrite);
        writer.Writer.WriteUnmanaged((byte)value.OnRead);
    }

    public static Trap? Read(ref PayloadReader reader)
    {
        var onRead = (Harm)reader.Reader.ReadUnmanaged<byte>();
        Spring(onRead);
        return new(Harm.None, onRead);
    }

    internal static void Spring(Harm harm)
    {
        switch (harm)
        {
            case Harm.Throw:
                throw new FormatException("the trap was sprung");
            case Harm.Exit:
                Endings.Perform(Ending.Exit42);
                break;
            case Harm.NativeCrash:
                Endings.Perform(Ending.NativeCrash);
                break;
        }
    }
}

/// <summary>Calls whose values are traps.</summary>
public static partial class Crossing
{
    [RunInProcess]
    public static int Take(Trap trap) => trap is null ? 0 : 1;

    [RunInProcess]
    public static int Spring(Harm harm)
    {
        TrapCodec.Spring(harm);
        return 1;
    }

    [RunInProcess]
    public static Trap Give(Harm onWrite, Harm onRead) => new(onWrite, onRead);
}
