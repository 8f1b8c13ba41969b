using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcGen;

/// <summary>How a manager is reached over a network: the same on both sides, except for the certificate.</summary>
public sealed class ManagerNetworkOptions
{
    /// <summary>The shortest key that is taken, in bytes.</summary>
    public const int MinimumKeyLength = 16;

    /// <summary>The secret that both sides have, at least <see cref="MinimumKeyLength"/> random bytes. Each proves to the other that it knows it; the key itself is never sent.</summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Whether the connection is encrypted by TLS. True by default; without it whoever is on the way can read everything.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>The manager's certificate with its private key, where it listens; null (the default) for one that it makes for itself.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// The SHA-256 hash of the manager's certificate in hexadecimal, where one connects: <see cref="ManagerEndpoint.CertificateHash"/>. Null accepts any certificate: whoever does not know the key is refused all the same, because the
    /// proof is bound to the certificate.
    /// </summary>
    public string? CertificateHash { get; init; }

    /// <summary>How long a connection may take to be made, and to prove who it is. 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the other side may be silent on the level of the network, before the connection counts as lost. 15 s by default.</summary>
    public TimeSpan LinkTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most bytes of one message that are taken from the other side: an argument, a result. 256 MiB by default.</summary>
    public long MaxMessageLength { get; init; } = 256L << 20;

    /// <summary>What proofs are made with.</summary>
    internal byte[] DeriveKey()
    {
        if (Key.Length < MinimumKeyLength)
        {
            throw new ArgumentException($"The key has {Key.Length} bytes, and at least {MinimumKeyLength} are needed. Make one with RandomNumberGenerator.GetBytes(32).");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LinkTimeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxMessageLength);
        return SHA256.HashData(Key.Span);
    }
}
