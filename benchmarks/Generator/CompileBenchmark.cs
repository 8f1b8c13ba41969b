using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers;

namespace ProcGen.Benchmarks.Generator;

/// <summary>
/// What of a whole build is what: the solution compiled in this process, which is warm as a compiler server is, without ProcGen, and then each part that ProcGen adds to it.
/// The time of processors is compared, so other work on the machine matters little.
/// </summary>
internal static class CompileBenchmark
{
    private const double LimitPercent = 10;
    private const int WarmUp = 1;
    private const int Rounds = 2;

    public static async Task RunAsync()
    {
        ImmutableArray<DiagnosticAnalyzer> ours = FileBenchmark.CreateAnalyzers();
        var plain = new List<Cost>();
        var generating = new List<Cost>();
        var compiling = new List<Cost>();
        var analyzing = new List<Cost>();
        for (int round = 0; round < WarmUp + Rounds; round++)
        {
            CSharpCompilation compilation = SampleCompilation.Create(SampleCompilation.BuildOptions);
            Cost without = Measurement.Take(() => Emit(compilation));

            compilation = SampleCompilation.Create(SampleCompilation.BuildOptions);
            Compilation generated = compilation;
            Cost generator = Measurement.Take(() => SampleCompilation.NewDriver(SampleCompilation.BuildOptions).RunGeneratorsAndUpdateCompilation(compilation, out generated, out _));
            Cost with = Measurement.Take(() => Emit(generated));

            // An analyzer that does nothing lets the compiler show it all bodies, as those of the SDK do in each build.
            Cost onlooker = await Measurement.TakeAsync(() => AnalyzeAsync(generated.Clone(), [FileBenchmark.NewOnlooker()]));
            Cost all = await Measurement.TakeAsync(() => AnalyzeAsync(generated.Clone(), [FileBenchmark.NewOnlooker(), .. ours]));
            if (round >= WarmUp)
            {
                plain.Add(without);
                generating.Add(generator);
                compiling.Add(with - without);
                analyzing.Add(all - onlooker);
            }
        }

        Cost basis = Measurement.Median(plain);
        Cost[] parts = [Measurement.Median(generating), Measurement.Median(compiling), Measurement.Median(analyzing)];
        Measurement.Print("compiler, the solution without ProcGen", basis);
        Measurement.Print("    what generating adds", parts[0]);
        Measurement.Print("    what compiling the generated code adds", parts[1]);
        Measurement.Print("    what the analyzers add", parts[2]);
        Measurement.Print("compiler, more CPU time", parts.Sum(part => part.Cpu) / basis.Cpu * 100, "%", LimitPercent);
    }

    private static void Emit(Compilation compilation)
    {
        if (compilation.Emit(Stream.Null, Stream.Null) is { Success: false } result)
        {
            throw new InvalidOperationException($"The sample solution does not compile:\n{string.Join("\n", result.Diagnostics.Take(10))}");
        }
    }

    private static Task AnalyzeAsync(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
}
