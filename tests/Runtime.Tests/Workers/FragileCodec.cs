using System.Diagnostics;
using ProcGen.CompilerServices;
using ProcGen.Tests.Workers;

[assembly: ProcGen.ProcessCodec(typeof(Fragile), typeof(FragileCodec))]

namespace ProcGen.Tests.Workers;

/// <summary>Does at the named place what the value asks for: "throw:argument-read", "exit:result-write", "kill:argument-read" …</summary>
internal sealed class FragileCodec : IProcessCodec<Fragile>
{
    // Arguments are written by the parent and read by the worker; results the other way round.
    private static readonly bool s_isWorker = Launching.WorkerIdentity.IsWorker;

    public static void Write(ref PayloadWriter writer, Fragile? value)
    {
        Act(value!.Where, s_isWorker ? "result-write" : "argument-write");
        writer.Writer.WriteString(value.Where);
    }

    public static Fragile? Read(ref PayloadReader reader)
    {
        string where = reader.ReadString()!;
        Act(where, s_isWorker ? "argument-read" : "result-read");
        return new Fragile(where);
    }

    private static void Act(string where, string here)
    {
        string[] parts = where.Split(':');
        if (parts is not [{ } what, { } place] || place != here)
        {
            return;
        }

        switch (what)
        {
            case "throw":
                throw new InvalidOperationException($"thrown at {here}");
            case "exit":
                Environment.Exit(3);
                break;
            case "kill":
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
                break;
        }
    }
}
