using System.Runtime.InteropServices;
using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// Makes and compares tokens without a cryptography library: the first use of the framework's would cost a fifth of a worker's start, and end
/// the process on a machine without OpenSSL. The random bytes are the operating system's own.
/// </summary>
internal static partial class TransportSecrets
{
    public static byte[] CreateToken()
    {
        byte[] token = new byte[Handshake.TokenSize];
        FillRandom(token);
        return token;
    }

    /// <summary>Compares in a time that does not depend on where the difference is.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        int difference = 0;
        for (int i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }

    private static unsafe void FillRandom(Span<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            if (OperatingSystem.IsWindows())
            {
                const uint UseSystemPreferred = 2;
                int status = BCryptGenRandom(0, p, (uint)bytes.Length, UseSystemPreferred);
                if (status != 0)
                {
                    throw new IOException($"The operating system gave no random bytes (status 0x{status:x8}).");
                }
            }
            else if (OperatingSystem.IsLinux())
            {
                // Up to 256 bytes are never cut short and never interrupted once the pool is initialised: getrandom(2).
                nint read;
                do
                {
                    read = GetRandom(p, (nuint)bytes.Length, 0);
                }
                while (read < 0 && Marshal.GetLastPInvokeError() == InterruptedCall);
                if (read != bytes.Length)
                {
                    throw new IOException($"The operating system gave no random bytes: {Marshal.GetLastPInvokeErrorMessage()}.");
                }
            }
            else
            {
                ArcRandom(p, (nuint)bytes.Length);
            }
        }
    }

    private const int InterruptedCall = 4;

    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    private static unsafe partial nint GetRandom(byte* buffer, nuint length, uint flags);

    [LibraryImport("libc", EntryPoint = "arc4random_buf")]
    private static unsafe partial void ArcRandom(byte* buffer, nuint length);

    [LibraryImport("bcrypt")]
    private static unsafe partial int BCryptGenRandom(nint algorithm, byte* buffer, uint length, uint flags);
}
