using System.ComponentModel;
using ProcGen.Managers;

namespace ProcGen.CompilerServices;

/// <summary>The base of generated proxies of <see cref="ManagedObjectAttribute"/> interfaces.</summary>
/// <param name="handle">The object's handle.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ManagedProxy(ManagedHandle handle) : ManagerObject(handle.Reference)
{
    /// <summary>Runs a member with a result in the object's process.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call.</param>
    protected TResult Run<TResult>(ProcessCall<TResult> call) => Manager.Run(call);

    /// <summary>Runs a member without a result in the object's process.</summary>
    /// <param name="call">The call.</param>
    protected void Run(ProcessCall call) => Manager.Run(call);

    /// <summary>Runs an asynchronous member with a result.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call.</param>
    protected Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call) => Manager.RunAsync(call, CancellationToken.None);

    /// <summary>Runs an asynchronous member without a result.</summary>
    /// <param name="call">The call.</param>
    protected Task RunAsync(ProcessCall call) => Manager.RunAsync(call, CancellationToken.None);

    /// <summary>The items of an asynchronous sequence.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="stream">The call.</param>
    protected IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream) => Manager.StreamAsync(stream, CancellationToken.None);

    /// <summary>The items of a sequence; the thread that enumerates it waits for them.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="stream">The call.</param>
    protected IEnumerable<T> Stream<T>(ProcessStream<T> stream)
    {
        IAsyncEnumerator<T> items = StreamAsync(stream).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (items.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                yield return items.Current;
            }
        }
        finally
        {
            items.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}

/// <summary>A hold on an object in a manager, for a proxy that is about to be made.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ManagedHandle
{
    internal ManagedHandle(ManagedReference reference) => Reference = reference;

    internal ManagedReference Reference { get; }
}

/// <summary>How objects behind <see cref="ManagedObjectAttribute"/> interfaces cross: as handles. In their own process a handle is the object.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ManagedCodec
{
    /// <summary>Writes a handle.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">A proxy, or in a manager's process an object.</param>
    /// <exception cref="ProcessSerializationException">The object lives in a process that is no manager.</exception>
    public static void Write<T>(ref PayloadWriter writer, T? value)
        where T : class
    {
        switch (value)
        {
            case null:
                ManagerHandles.WriteNone(ref writer);
                break;
            case ManagerObject proxy:
                ManagerHandles.Write(ref writer, proxy);
                break;
            default:
                ManagerServer server = ManagerServer.Current ?? throw new ProcessSerializationException(
                    $"A '{value.GetType()}' cannot leave this process as '{typeof(T)}': it lives here, and only objects in the process of a ProcessManager are shared. Make it there, by a marked method that the manager " +
                    "runs: 'manager.Run(Counter.InProcess.Create())'.");
                ManagerHandles.Write(ref writer, server.Link, server.Objects.Export(value));
                break;
        }
    }

    /// <summary>Reads a handle.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="reader">The payload's reader.</param>
    /// <param name="createProxy">Makes a proxy.</param>
    public static T? Read<T>(ref PayloadReader reader, Func<ManagedHandle, T> createProxy)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(createProxy);
        if (!ManagerHandles.TryRead(ref reader, out ManagerLink manager, out ulong id))
        {
            return null;
        }

        return ManagerServer.Current is { } own && ReferenceEquals(own.Link, manager) ? (T)own.Objects.Get(id) : createProxy(new ManagedHandle(ManagedReference.Acquire(manager, id)));
    }
}
