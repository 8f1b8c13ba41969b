using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcGen.Tests.Routes;

/// <summary>As whom a host is started.</summary>
public enum HostUser
{
    /// <summary>The user who runs the tests: root in most containers.</summary>
    Current,

    /// <summary>One without any rights, who owns no file: possible where the tests run as root.</summary>
    Unprivileged,
}

internal static partial class HostUsers
{
    // Of no account, and of this run alone, so that nothing else counts against its limits.
    private static readonly uint s_unprivileged = 60_000 + (uint)(Environment.ProcessId % 5_000);

    public static HostUser[] All { get; } = [HostUser.Current, HostUser.Unprivileged];

    public static bool TestsRunAsRoot => GetEffectiveUserId() == 0;

    extension(HostUser user)
    {
        public uint Id => user == HostUser.Unprivileged ? s_unprivileged : GetEffectiveUserId();

        /// <summary>The words before a command that change to the user.</summary>
        public string[] CommandPrefix => user == HostUser.Unprivileged
            ? ["setpriv", string.Create(CultureInfo.InvariantCulture, $"--reuid={user.Id}"), string.Create(CultureInfo.InvariantCulture, $"--regid={user.Id}"), "--clear-groups"]
            : [];

        /// <summary>Skips the test where this user cannot be had.</summary>
        public void Require()
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "Hosts are started under a hard limit of processes, which these tests know how to set on Linux only.");
            Assert.SkipUnless(user == HostUser.Current || TestsRunAsRoot, "Only root can start a host as another user.");
            Assert.SkipUnless(user == HostUser.Current || HostTools.Find("setpriv") is not null, "setpriv (util-linux) is not installed.");
            user.RequireAccessTo(Path.GetDirectoryName(HostTools.Dotnet)!);
        }

        /// <summary>Skips the test where this user cannot read a folder.</summary>
        public void RequireAccessTo(string folder)
        {
            if (user == HostUser.Unprivileged)
            {
                string[] command = [.. user.CommandPrefix, "test", "-r", folder, "-a", "-x", folder];
                using Process test = Process.Start(command[0], command[1..]);
                test.WaitForExit();
                Assert.SkipUnless(test.ExitCode == 0, $"Only its owner may read {folder}.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}

internal static class HostTools
{
    /// <summary>The SDK's own command: that which runs these tests, if one does.</summary>
    public static string Dotnet { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path && File.Exists(path) ? path
        : Find("dotnet") ?? throw new InvalidOperationException("There is no 'dotnet' in PATH.");

    /// <summary>The path of a program, found by its name; null if it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
