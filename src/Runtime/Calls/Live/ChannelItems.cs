using System.Threading.Channels;

namespace ProcGen.Calls;

/// <summary>A caller's channel as a sequence. What is left in it when the worker has enough stays there.</summary>
internal sealed class ChannelItems<T>(ChannelReader<T> reader) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
}
