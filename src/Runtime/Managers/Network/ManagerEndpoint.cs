using System.Net;

namespace ProcGen;

/// <summary>Where a manager listens on a network.</summary>
/// <param name="Address">The address and the port.</param>
/// <param name="CertificateHash">The SHA-256 hash of its certificate in hexadecimal, for <see cref="ManagerNetworkOptions.CertificateHash"/>; null without TLS.</param>
public sealed record ManagerEndpoint(IPEndPoint Address, string? CertificateHash);
