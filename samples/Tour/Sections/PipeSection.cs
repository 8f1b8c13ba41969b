namespace ProcGen.Tour.Sections;

/// <summary>A pipe between two processes.</summary>
internal sealed partial class PipeSection : ISection
{
    public string Name => "pipe";

    public string Title => "a pipe between two processes, and its end";

    [RunInProcess]
    private static void Greet(ProcessPipe<string> pipe)
    {
        pipe.Send("hello");
        while (pipe.TryReceive(out var name, Timeout.InfiniteTimeSpan))
        {
            pipe.Send($"hello {name}");
        }
    }

    [RunInProcess]
    private static void SendAndDie(ProcessPipe<string> pipe)
    {
        pipe.SendBytes([1, 2, 3]);
        pipe.SendBytes([]);
        Environment.FailFast("struck by lightning");
    }

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = guide.Output });
        var (ours, theirs) = ProcessPipe.Create<string>();
        var greeter = pool.RunAsync(InProcess.Greet(theirs));
        theirs.Dispose();
        guide.Say(ours.Receive());
        ours.Send("world");
        guide.Check(ours.Receive() == "hello world", "both ends send and receive");
        ours.Dispose();
        await greeter;
        guide.Check(true, "closing one end ended the other one's loop");

        var (receiver, sender) = ProcessPipe.CreateOneWay<string>();
        using (receiver)
        {
            await using var process = WorkerProcess.Start(InProcess.SendAndDie(sender), new() { Output = guide.Output });
            sender.Dispose();
            var ready = ProcessWait.WaitAny([receiver, process], TimeSpan.FromSeconds(20));
            guide.Check(ready.Count > 0, "a wait for several things ends with the first of them");
            guide.Check(receiver.ReceiveBytes().Length == 3 && receiver.ReceiveBytes().Length == 0, "boundaries are kept, also of an empty message");
            await guide.CheckFailsAsync<EndOfStreamException>(() => Task.Run(() => receiver.ReceiveBytes()), "the sender's death is the end of the stream, and not an empty message");
        }
    }
}
