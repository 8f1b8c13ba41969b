using System.Diagnostics;
using ProcGen.Analyzers;
using ProcGen.Generator;

namespace ProcGen.Benchmarks.Generator;

/// <summary>
/// What generator, analyzers and generated code cost a whole build: <c>dotnet build</c> of the sample solution with and without them, in turn. Without them the
/// marked methods are ordinary methods with an attribute. The compiler starts anew each time, so what it takes to compile its own code is in both.
/// </summary>
internal static class BuildBenchmark
{
    private const double LimitPercent = 10;
    private const int Rounds = 2;

    public static void Run()
    {
        string folder = Directory.CreateTempSubdirectory("procgen-build-").FullName;
        try
        {
            WriteSolution(folder);
            Build(folder, "-restore", "-p:WithProcGen=false");
            var with = new List<BuildCost>();
            var without = new List<BuildCost>();
            for (int round = 0; round < Rounds; round++)
            {
                // The one that comes first changes, because a machine gets warm and busy.
                foreach (bool uses in round % 2 == 0 ? new[] { true, false } : [false, true])
                {
                    (uses ? with : without).Add(Build(folder, $"-p:WithProcGen={uses}"));
                }
            }

            Print("time", static cost => cost.Wall, limit: null);
            if (ChildProcesses.CanBeMeasured)
            {
                Print("CPU time", static cost => cost.Cpu, LimitPercent);
            }

            void Print(string what, Func<BuildCost, double> of, double? limit)
            {
                Measurement.Print($"whole build without ProcGen, {what}, mean", without.Average(of), "s");
                Measurement.Print($"whole build with ProcGen, {what}, mean", with.Average(of), "s");
                double slower = (with.Sum(of) / without.Sum(of) - 1) * 100;
                string name = $"whole build, slower by ({what})";
                if (limit is { } percent)
                {
                    Measurement.Print(name, slower, "%", percent);
                }
                else
                {
                    Measurement.Print(name, slower, "%");
                }
            }
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

    private static BuildCost Build(string folder, params string[] arguments)
    {
        // No node and no compiler server that stays: what they take would be counted nowhere, and one that is warm serves whichever build comes later.
        bool restores = arguments.Contains("-restore");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "build", "--no-incremental", "-nologo", "-v:quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. restores ? Array.Empty<string>() : ["--no-restore"],
                .. arguments.Where(argument => argument != "-restore"), "Sample.csproj",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        TimeSpan cpu = ChildProcesses.CpuTime;
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet was not started.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The sample solution does not build:\n{output}");
        }

        return new(Stopwatch.GetElapsedTime(started).TotalSeconds, (ChildProcesses.CpuTime - cpu).TotalSeconds);
    }

    private readonly record struct BuildCost(double Wall, double Cpu);
}
