using System.Globalization;
using System.Net;

namespace ProcGen.Managers;

/// <summary>A manager's address on a network, in the text form in which it travels with handles within one machine.</summary>
internal sealed record NetworkAddress(string Host, int Port, bool UseTls, string? CertificateHash, TimeSpan ConnectTimeout, TimeSpan LinkTimeout, long MaxMessageLength)
{
    private const string Prefix = "net:";
    private const char Separator = '|';

    public static bool IsNetwork(string endpoint) => endpoint.StartsWith(Prefix, StringComparison.Ordinal);

    public static NetworkAddress Parse(string endpoint)
    {
        string[] parts = endpoint[Prefix.Length..].Split(Separator);
        return new(
            parts[0],
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2] == "tls",
            parts[3].Length == 0 ? null : parts[3],
            TimeSpan.FromTicks(long.Parse(parts[4], CultureInfo.InvariantCulture)),
            TimeSpan.FromTicks(long.Parse(parts[5], CultureInfo.InvariantCulture)),
            long.Parse(parts[6], CultureInfo.InvariantCulture));
    }

    public static NetworkAddress Of(EndPoint endpoint, ManagerNetworkOptions options)
    {
        (string host, int port) = endpoint switch
        {
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            DnsEndPoint dns => (dns.Host, dns.Port),
            _ => throw new ArgumentException($"'{endpoint}' is no address of a manager: give an IPEndPoint or a DnsEndPoint.", nameof(endpoint)),
        };
        return new(host, port, options.UseTls, options.CertificateHash, options.ConnectTimeout, options.LinkTimeout, options.MaxMessageLength);
    }

    public string Format() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{Host}{Separator}{Port}{Separator}{(UseTls ? "tls" : "plain")}{Separator}{CertificateHash}{Separator}{ConnectTimeout.Ticks}{Separator}{LinkTimeout.Ticks}{Separator}{MaxMessageLength}");

    public override string ToString() => $"{Host}:{Port}";
}
