using System.Diagnostics;
using ProcGen.Analyzers;
using ProcGen.Generator;

namespace ProcGen.Benchmarks.Generator;

/// <summary>
/// What generator, analyzers and generated code cost a whole build: <c>dotnet build</c> of the sample solution with and without them, in turn. Without them the
/// marked methods are ordinary methods with an attribute.
/// </summary>
internal static class BuildBenchmark
{
    private const double LimitPercent = 10;
    private const int Rounds = 5;

    public static void Run()
    {
        string folder = Directory.CreateTempSubdirectory("procgen-build-").FullName;
        try
        {
            WriteSolution(folder);
            Build(folder, "-restore", "-p:WithProcGen=true");
            Build(folder, "-p:WithProcGen=false");
            var with = new List<double>();
            var without = new List<double>();
            for (int round = 0; round < Rounds; round++)
            {
                // The one that comes first changes, because a machine gets warm and busy.
                foreach (bool uses in round % 2 == 0 ? new[] { true, false } : [false, true])
                {
                    (uses ? with : without).Add(Measurement.Milliseconds(() => Build(folder, $"-p:WithProcGen={uses}")) / 1000);
                }
            }

            Measurement.Print("whole build without ProcGen, median", Measurement.Median(without), "s");
            Measurement.Print("whole build with ProcGen, median", Measurement.Median(with), "s");
            Measurement.Print("whole build, slower by, median of the rounds' ratios", (Measurement.Median(with.Zip(without, (a, b) => a / b)) - 1) * 100, "%", LimitPercent);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void WriteSolution(string folder)
    {
        foreach ((string name, string text) in SampleSolution.Sources())
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        string References(params Type[] types) => string.Concat(types.Select(type => $"<Reference Include=\"{type.Assembly.Location}\" />"));
        File.WriteAllText(Path.Combine(folder, "Sample.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {References(typeof(RunInProcessAttribute), typeof(MemoryPack.MemoryPackSerializer), typeof(Microsoft.Extensions.Logging.ILogger))}
              </ItemGroup>
              <ItemGroup Condition="'$(WithProcGen)' == 'true'">
                <Analyzer Include="{typeof(ProcGenGenerator).Assembly.Location}" />
                <Analyzer Include="{typeof(ProcGenAnalyzer).Assembly.Location}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
    }

    private static void Build(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "--no-incremental", "-nologo", "-v:quiet", .. arguments.Contains("-restore") ? Array.Empty<string>() : ["--no-restore"], .. arguments.Where(argument => argument != "-restore"), "Sample.csproj"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet was not started.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The sample solution does not build:\n{output}");
        }
    }
}
