using ProcGen.CompilerServices;
using ProcGen.Managers;

[assembly: ProcessMethodTable(typeof(ManagerMethodTable))]

namespace ProcGen.Managers;

/// <summary>What a manager does itself, found by id as every marked method.</summary>
internal sealed class ManagerMethodTable : ProcessMethodTable
{
    /// <inheritdoc/>
    public override ulong Hash => 1; // The build of the runtime is compared at the handshake.

    /// <inheritdoc/>
    public override string AssemblyName => "ProcGen.Runtime";

    /// <inheritdoc/>
    public override ProcessMethod? Find(ulong id) => ManagerMethods.Find(id);
}

/// <summary>The methods that a manager runs, by their ids.</summary>
internal static class ManagerMethods
{
    public static ProcessMethod? Find(ulong id) => (ManagerMethodId)id switch
    {
        ManagerMethodId.Start => StartMethod.Instance,
        ManagerMethodId.Listen => ListenMethod.Instance,
        ManagerMethodId.Acquire => s_acquire,
        ManagerMethodId.Release => s_release,
        ManagerMethodId.CreateTable => s_createTable,
        ManagerMethodId.CreateList => s_createList,
        >= ManagerMethodId.ListGet => ListMethods.Find((ManagerMethodId)id),
        >= ManagerMethodId.TableGet => TableMethods.Find((ManagerMethodId)id),
        _ => null,
    };

    private static readonly ServerMethod s_acquire = new(ManagerMethodId.Acquire, static call =>
    {
        ManagerClient client = Open(call, out PayloadReader reader, out ulong id);
        call.CloseArguments(ref reader);
        if (!client.TryAcquire(id))
        {
            client.Objects.Get(id);
        }
    });

    private static readonly ServerMethod s_release = new(ManagerMethodId.Release, static call =>
    {
        ManagerClient client = Open(call, out PayloadReader reader, out ulong id);
        call.CloseArguments(ref reader);
        client.Release(id);
    });

    private static readonly ServerMethod s_createTable = new(ManagerMethodId.CreateTable, static call =>
    {
        ManagerClient client = Open(call, out PayloadReader reader, out _);
        call.CloseArguments(ref reader);
        WriteId(call, client.Add(new TableObject(client.Objects)));
    });

    private static readonly ServerMethod s_createList = new(ManagerMethodId.CreateList, static call =>
    {
        ManagerClient client = Open(call, out PayloadReader reader, out _);
        call.CloseArguments(ref reader);
        WriteId(call, client.Add(new ListObject(client.Objects)));
    });

    /// <summary>Begins to read the arguments, of which the object's id is the first.</summary>
    public static ManagerClient Open(WorkerCall call, out PayloadReader reader, out ulong id)
    {
        reader = call.OpenArguments();
        id = reader.Reader.ReadUnmanaged<ulong>();
        return call.GetState<ManagerClient>();
    }

    public static void Return(WorkerCall call, bool value)
    {
        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(value);
        call.CloseResult(ref writer);
    }

    public static void Return(WorkerCall call, int value)
    {
        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(value);
        call.CloseResult(ref writer);
    }

    /// <summary>Gives back an item.</summary>
    public static void Return(WorkerCall call, ReadOnlySpan<byte> item)
    {
        PayloadWriter writer = call.OpenResult();
        StoredItem.WriteRaw(ref writer, item);
        call.CloseResult(ref writer);
    }

    /// <summary>Gives back an item, or that there is none.</summary>
    public static void ReturnFound(WorkerCall call, byte[]? item)
    {
        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(item is not null);
        StoredItem.WriteRaw(ref writer, item);
        call.CloseResult(ref writer);
    }

    private static void WriteId(WorkerCall call, ulong id)
    {
        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(id);
        call.CloseResult(ref writer);
    }
}

/// <summary>Something that a manager does.</summary>
internal sealed class ServerMethod(ManagerMethodId id, Action<WorkerCall> body) : ProcessMethod((ulong)id, schemaHash: 0, $"manager: {id}")
{
    /// <inheritdoc/>
    public override void Invoke(WorkerCall call) => body(call);
}

/// <summary>Makes the worker that it runs in a manager. The first call of all, made by the process that started it.</summary>
internal sealed class StartMethod() : ProcessMethod<ManagerAddress>((ulong)ManagerMethodId.Start, schemaHash: 0, "manager: Start")
{
    public static StartMethod Instance { get; } = new();

    /// <inheritdoc/>
    public override void Invoke(WorkerCall call)
    {
        PayloadReader reader = call.OpenArguments();
        TimeSpan releaseDelay = reader.Reader.ReadUnmanaged<TimeSpan>();
        call.CloseArguments(ref reader);
        ManagerAddress address = ManagerServer.Start(releaseDelay).Address;
        PayloadWriter writer = call.OpenResult();
        ManagerAddress.Write(ref writer, address);
        call.CloseResult(ref writer);
    }

    /// <inheritdoc/>
    public override ManagerAddress ReadResult(ref PayloadReader reader) => ManagerAddress.Read(ref reader);
}

/// <summary>The call of <see cref="StartMethod"/>.</summary>
internal sealed class StartCall(TimeSpan releaseDelay) : ProcessCall<ManagerAddress>
{
    /// <inheritdoc/>
    protected internal override ProcessMethod<ManagerAddress> TypedMethod => StartMethod.Instance;

    /// <inheritdoc/>
    protected internal override void WriteArguments(ref PayloadWriter writer) => writer.Writer.WriteUnmanaged(releaseDelay);
}

/// <summary>Makes the manager listen on a network.</summary>
internal sealed class ListenMethod() : ProcessMethod<(string Address, string CertificateHash)>((ulong)ManagerMethodId.Listen, schemaHash: 0, "manager: Listen")
{
    public static ListenMethod Instance { get; } = new();

    /// <inheritdoc/>
    public override void Invoke(WorkerCall call)
    {
        PayloadReader reader = call.OpenArguments();
        ListenRequest request = ListenRequest.Read(ref reader);
        call.CloseArguments(ref reader);
        (System.Net.IPEndPoint address, string hash) = NetworkListener.Start(request, ManagerServer.Current!);
        PayloadWriter writer = call.OpenResult();
        writer.WriteString(address.ToString());
        writer.WriteString(hash);
        call.CloseResult(ref writer);
    }

    /// <inheritdoc/>
    public override (string Address, string CertificateHash) ReadResult(ref PayloadReader reader) => (reader.ReadString()!, reader.ReadString()!);
}

/// <summary>The call of <see cref="ListenMethod"/>.</summary>
internal sealed class ListenCall(ListenRequest request) : ProcessCall<(string Address, string CertificateHash)>
{
    /// <inheritdoc/>
    protected internal override ProcessMethod<(string Address, string CertificateHash)> TypedMethod => ListenMethod.Instance;

    /// <inheritdoc/>
    protected internal override void WriteArguments(ref PayloadWriter writer) => ListenRequest.Write(ref writer, request);
}
