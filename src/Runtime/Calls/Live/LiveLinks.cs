using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>The sequences of one call on one side, by ordinal. Thread-safe.</summary>
internal sealed class LiveLinks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, StreamSource> _sources = [];
    private readonly Dictionary<ushort, StreamSink> _sinks = [];
    private bool _closed;

    /// <summary>The sources' ends; see <see cref="IArgumentSource.Ended"/>.</summary>
    public Task SourcesEnded
    {
        get
        {
            lock (_gate)
            {
                return Task.WhenAll(_sources.Values.OfType<IArgumentSource>().Select(source => source.Ended));
            }
        }
    }

    public void Add(ushort ordinal, StreamSource source)
    {
        bool closed;
        lock (_gate)
        {
            _sources.Add(ordinal, source);
            closed = _closed;
        }

        if (closed)
        {
            source.Close();
        }
    }

    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public void Add(ushort ordinal, StreamSink sink)
    {
        lock (_gate)
        {
            if (!_sinks.TryAdd(ordinal, sink))
            {
                throw new InvalidOperationException($"The sequence {ordinal} of this call is in use already.");
            }
        }
    }

    /// <summary>Takes a frame that belongs to a sequence. One of a sequence that is gone is dropped.</summary>
    /// <exception cref="ProtocolException">The other side broke the rules of credit.</exception>
    public void OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        StreamSource? source;
        StreamSink? sink;
        lock (_gate)
        {
            _sources.TryGetValue(header.Ordinal, out source);
            _sinks.TryGetValue(header.Ordinal, out sink);
        }

        switch (header.Type)
        {
            case FrameType.Item when sink is not null:
                sink.OnItems(content);
                return;
            case FrameType.ItemsEnd when sink is not null:
                if (content.Length > 0)
                {
                    sink.End(null, content);
                    return;
                }

                sink.End(null);
                break;
            case FrameType.Credit when source is not null:
                var credit = new FieldReader(content);
                source.OnCredit(credit.ReadInt32(), credit.ReadInt64());
                break;
            case FrameType.ItemsClose:
                source?.Close();
                break;
        }

        content.Return();
    }

    /// <summary>The call is over, or the other side is gone: nothing more is produced.</summary>
    public void CloseSources()
    {
        StreamSource[] sources;
        lock (_gate)
        {
            _closed = true;
            sources = [.. _sources.Values];
        }

        foreach (StreamSource source in sources)
        {
            source.Close();
        }
    }

    /// <summary>The other side is gone: nothing more arrives.</summary>
    public void EndSinks(Exception? reason)
    {
        StreamSink[] sinks;
        lock (_gate)
        {
            sinks = [.. _sinks.Values];
        }

        foreach (StreamSink sink in sinks)
        {
            sink.End(reason);
        }
    }
}
