namespace ProcGen.Tests.Routes;

/// <summary>The environment that hosts and the SDK's commands get from these tests.</summary>
internal static class HostEnvironment
{
    private static readonly string[] s_ofTestRunners = ["TESTINGPLATFORM_", "DOTNET_CLI_TEST", "VSTEST_", "MSBUILD", "MSBuild", "XUNIT_", "COMPLUS_", "CORECLR_", "DOTNET_STARTUP_HOOKS", "PROCGEN_"];

    /// <summary>Takes out what the command that runs these tests says to itself, or a test run inside of a host would report to the outer one.</summary>
    public static void RemoveTestRunner(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.Where(static name => s_ofTestRunners.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToArray())
        {
            environment.Remove(name);
        }

        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["MSBUILDDISABLENODEREUSE"] = "1";
    }
}
