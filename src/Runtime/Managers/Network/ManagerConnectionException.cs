namespace ProcGen;

/// <summary>Why a manager on a network could not be connected to.</summary>
public enum ManagerConnectionFailure
{
    /// <summary>Nobody listens there, or the network does not lead there.</summary>
    Unreachable,

    /// <summary>Somebody listens there and does not answer in time.</summary>
    NoAnswer,

    /// <summary>The manager expects TLS, and the connection was made without.</summary>
    TlsExpected,

    /// <summary>The connection was made with TLS, and the other side does not speak it.</summary>
    NoTls,

    /// <summary>The other side has another certificate than the one that was named.</summary>
    WrongCertificate,

    /// <summary>What listens there is no manager.</summary>
    NoManager,

    /// <summary>The manager runs another version of ProcGen or another build of the application.</summary>
    WrongVersion,

    /// <summary>The two sides do not have the same key.</summary>
    WrongKey,

    /// <summary>Another manager listens there than the one that was asked for: it was started anew.</summary>
    OtherManager,
}

/// <summary>A manager on a network could not be connected to; <see cref="Failure"/> says why.</summary>
public sealed class ManagerConnectionException : ProcessException
{
    internal ManagerConnectionException(ManagerConnectionFailure failure, string message, Exception? innerException = null) : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public ManagerConnectionFailure Failure { get; }
}
