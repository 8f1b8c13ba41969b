using System.Diagnostics;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Grpc;
using ProcGen.SideBySide.Peers.InProcess;
using ProcGen.SideBySide.Peers.JsonRpc;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Peers.Sockets;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>A number there and back: what a call costs besides its work.</summary>
internal static class CallCases
{
    private const int InFlight = 100_000;
    private const int ColdSamples = 6;

    public static Case Blocking { get; } = new(
        "call-blocking",
        "int → int, one worker, the caller blocks",
        Quantity.Microseconds,
        setting => OurPool.TimeAsync(setting, workers: 1, (pool, operations) =>
        {
            for (int i = 0; i < operations; i++)
            {
                pool.Run(Jobs.InProcess.Identity(i));
            }

            return ValueTask.CompletedTask;
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 200),
        new Peer(PeerIds.StreamJsonRpc, JsonRpcPeer.CreateAsync, Goal: 50),
        new Peer(PeerIds.Grpc, GrpcPeer.CreateAsync));

    public static Case Cold { get; } = new(
        "call-cold",
        "the same, 10 ms after the last one",
        Quantity.Microseconds,
        async setting =>
        {
            ProcessPool pool = OurPool.Create(workers: 1);
            return await SampledContestant.CreateAsync(
                setting,
                setting.Effort.Repetitions * ColdSamples,
                () =>
                {
                    Thread.Sleep(10);
                    long begin = Stopwatch.GetTimestamp();
                    pool.Run(Jobs.InProcess.Identity(1));
                    return new ValueTask<double>(Stopwatch.GetElapsedTime(begin).TotalSeconds);
                },
                pool.DisposeAsync);
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample(repetitions => repetitions * ColdSamples), Goal: 3));

    public static Case Async { get; } = new(
        "call-async",
        "int → int, one worker, awaited one after another",
        Quantity.Microseconds,
        setting => OurPool.TimeAsync(setting, workers: 1, AwaitOneByOneAsync),
        new Peer(PeerIds.ProcessPoolExecutor, PythonPeer.TimeAsync, Goal: 15),
        new Peer(PeerIds.SocketEcho, SocketEchoPeer.CreateAsync, Goal: 2),
        new Peer(PeerIds.StreamJsonRpc, JsonRpcPeer.CreateAsync),
        new Peer(PeerIds.Grpc, GrpcPeer.CreateAsync),
        new Peer(PeerIds.InProcess, InProcessPeer.Time(async operations =>
        {
            for (int i = 0; i < operations; i++)
            {
                await Task.Run(() => Jobs.Identity(i));
            }
        })));

    public static Case AsyncInline { get; } = new(
        "call-async-inline",
        "the same, with synchronous continuations allowed",
        Quantity.Microseconds,
        setting => OurPool.TimeAsync(setting, workers: 1, AwaitOneByOneAsync, allowsSynchronousContinuations: true),
        new Peer(PeerIds.ProcessPoolExecutor, PythonPeer.TimeAsync, Goal: 100));

    public static Case Pipelined { get; } = new(
        "calls-pipelined",
        "100,000 calls in flight, two workers",
        Quantity.Rate("calls", 1),
        setting => OurPool.TimeAsync(setting, workers: 2, async (pool, operations) =>
        {
            // Rounds of at most that many, as the peer makes them.
            for (int rest = operations; rest > 0; rest -= InFlight)
            {
                var calls = new Task<int>[Math.Min(rest, InFlight)];
                for (int i = 0; i < calls.Length; i++)
                {
                    calls[i] = pool.RunAsync(Jobs.InProcess.Identity(i));
                }

                await Task.WhenAll(calls);
            }
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 60));

    private static async ValueTask AwaitOneByOneAsync(ProcessPool pool, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await pool.RunAsync(Jobs.InProcess.Identity(i));
        }
    }
}
