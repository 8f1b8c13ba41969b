namespace ProcGen.Sharing;

/// <summary>Where shared objects exist.</summary>
internal static class SharingPlatform
{
    /// <summary>Whether they exist here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <exception cref="PlatformNotSupportedException">They do not; the message says why.</exception>
    public static void Demand()
    {
        if (!IsSupported)
        {
            throw new PlatformNotSupportedException(
                "Shared objects need 64-bit Linux: they live in memory without a name (memfd_create), wait with futexes between processes, and see a death by locks of open file descriptions. " +
                "This system has none of these, or ProcGen does not use what it has instead yet. Pass arguments and results, and streams of them, which work everywhere.");
        }
    }
}
