using ProcGen.Calls;
using ProcGen.Protocol;

namespace ProcGen.Workers;

/// <summary>One attempt of a call in one worker: its links to what lives on the caller's side. Thread-safe.</summary>
internal sealed class SentCall(CallOperation operation, CallLink link)
{
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _ended;

    public CallOperation Operation => operation;

    public CallLink Link => link;

    public LiveLinks Links { get; } = new();

    /// <summary>Makes the ends of the call's sequences.</summary>
    public void Prepare()
    {
        if (operation.Live is { } live)
        {
            foreach ((ushort ordinal, SourceFactory create) in live.Sequences)
            {
                Links.Add(ordinal, create(link, ordinal, operation.Invocation.Method.DisplayName));
            }
        }

        if (operation.ResultSink is { } sink)
        {
            Links.Add(ProtocolLimits.ResultOrdinal, sink);
        }
    }

    /// <summary>The call's frame is on its way: what follows it can be sent, too.</summary>
    public void Begin()
    {
        operation.ResultSink?.Attach(link);
        foreach (LiveToken token in operation.Tokens)
        {
            CancellationTokenRegistration registration = token.Token.UnsafeRegister(
                static state =>
                {
                    (SentCall call, ushort ordinal) = ((SentCall, ushort))state!;
                    call.Link.Send(FrameType.Cancel, ordinal);
                },
                (this, token.Ordinal));
            lock (_registrations)
            {
                if (_ended == 0)
                {
                    _registrations.Add(registration);
                    continue;
                }
            }

            registration.Unregister();
        }
    }

    /// <summary>The attempt is over. A result's sink is left alone: the operation ends it.</summary>
    public void End()
    {
        lock (_registrations)
        {
            if (_ended == 1)
            {
                return;
            }

            _ended = 1;

            // Not disposed, because that waits for a running callback.
            _registrations.ForEach(registration => registration.Unregister());
        }

        Links.CloseSources();
        operation.WatchSources(Links.SourcesEnded);
    }
}
