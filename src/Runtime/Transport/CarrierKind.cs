namespace ProcGen.Transport;

/// <summary>Over what the frames of a worker travel.</summary>
internal enum CarrierKind
{
    /// <summary>The socket or pipe of the handshake: everywhere.</summary>
    Socket,

    /// <summary>Rings in shared memory: Linux. Where they cannot be had, the socket takes over.</summary>
    SharedMemory,
}

internal static class CarrierKinds
{
    public const string Variable = "PROCGEN_TRANSPORT";

    /// <summary>What is used where nothing is asked for: shared memory where it is implemented.</summary>
    public static CarrierKind Default => OperatingSystem.IsLinux() && Environment.Is64BitProcess ? CarrierKind.SharedMemory : CarrierKind.Socket;

    /// <summary>The kind that the environment asks for.</summary>
    /// <exception cref="WorkerStartException">It asks for something that does not exist.</exception>
    public static CarrierKind OfEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    /// <inheritdoc cref="OfEnvironment"/>
    public static CarrierKind Parse(string? value) => value switch
    {
        null or "" => Default,
        "socket" => CarrierKind.Socket,
        "shared" => CarrierKind.SharedMemory,
        _ => throw new WorkerStartException($"The environment variable {Variable} is '{value}', but must be 'socket', 'shared' or not set."),
    };
}
