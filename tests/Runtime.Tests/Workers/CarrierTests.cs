using ProcGen.Calls;
using ProcGen.Launching;
using ProcGen.Transport;

namespace ProcGen.Tests.Workers;

/// <summary>Tests of what has to be the same over every carrier: each derived class is run once for each of them, below.</summary>
/// <param name="carrier">As in <c>PROCGEN_TRANSPORT</c>.</param>
public abstract class CarrierTests(string carrier)
{
    private protected CarrierKind Carrier { get; } = CarrierKinds.Parse(carrier);

    private protected Task<SessionPair> CreatePairAsync() => SessionPair.CreateAsync(Carrier);

    private protected Task<OneWorker> StartWorkerAsync(params ProcessInvocation[] preparation) =>
        StartWorkerAsync(new WorkerLaunchOptions { Name = "one" }, preparation);

    private protected Task<OneWorker> StartWorkerAsync(WorkerLaunchOptions options, params ProcessInvocation[] preparation) =>
        OneWorker.StartAsync(options with { Carrier = Carrier }, preparation);
}

public sealed class SessionCallsOverSocket() : SessionCallTests("socket");

public sealed class SessionCallsOverSharedMemory() : SessionCallTests("shared");

public sealed class SessionStartsOverSocket() : SessionStartTests("socket");

public sealed class SessionStartsOverSharedMemory() : SessionStartTests("shared");

public sealed class SessionCancellationOverSocket() : SessionCancellationTests("socket");

public sealed class SessionCancellationOverSharedMemory() : SessionCancellationTests("shared");

public sealed class SessionInterruptionOverSocket() : SessionInterruptionTests("socket");

public sealed class SessionInterruptionOverSharedMemory() : SessionInterruptionTests("shared");

public sealed class SessionStreamsOverSocket() : SessionStreamTests("socket");

public sealed class SessionStreamsOverSharedMemory() : SessionStreamTests("shared");

public sealed class SessionReadersOverSocket() : SessionReaderTests("socket");

public sealed class SessionReadersOverSharedMemory() : SessionReaderTests("shared");

public sealed class SessionProgressOverSocket() : SessionProgressTests("socket");

public sealed class SessionProgressOverSharedMemory() : SessionProgressTests("shared");

public sealed class SessionErrorsOverSocket() : SessionErrorTests("socket");

public sealed class SessionErrorsOverSharedMemory() : SessionErrorTests("shared");

public sealed class WorkerConnectionOverSocket() : WorkerConnectionTests("socket");

public sealed class WorkerConnectionOverSharedMemory() : WorkerConnectionTests("shared");
