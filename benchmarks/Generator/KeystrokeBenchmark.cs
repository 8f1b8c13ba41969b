using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Benchmarks.Generator;

/// <summary>What a keystroke in an unrelated file costs the generator. That nothing is written again is asserted by a test.</summary>
internal static class KeystrokeBenchmark
{
    private const double LimitMilliseconds = 15;
    private const int WarmUp = 40;
    private const int Keystrokes = 60;

    public static void Run()
    {
        CSharpCompilation compilation = SampleCompilation.Create();
        GeneratorDriver driver = SampleCompilation.NewDriver();
        GeneratorDriver empty = CSharpGeneratorDriver.Create([new EmptyGenerator().AsSourceGenerator()], parseOptions: SampleCompilation.ParseOptions).RunGenerators(compilation);
        double first = Measurement.Milliseconds(() => driver = driver.RunGenerators(compilation));

        var times = new List<double>();
        var emptyTimes = new List<double>();
        for (int edit = 1; edit <= WarmUp + Keystrokes; edit++)
        {
            compilation = SampleCompilation.Replace(compilation, SampleSolution.UnrelatedName, SampleSolution.Unrelated(edit));

            // Equal compilations, so that neither finds what the other has bound; the one that comes first changes.
            double time = 0, emptyTime = 0;
            Action ours = () => time = Measurement.Milliseconds(() => driver = driver.RunGenerators(compilation.Clone()));
            Action theirs = () => emptyTime = Measurement.Milliseconds(() => empty = empty.RunGenerators(compilation.Clone()));
            (edit % 2 == 0 ? ours + theirs : theirs + ours)();
            if (edit > WarmUp)
            {
                times.Add(time);
                emptyTimes.Add(emptyTime);
            }
        }

        Measurement.Print("generator, first run in a cold process", first, "ms");
        Measurement.Print("the compiler's own part: a generator that only asks for the attribute", Measurement.Median(emptyTimes), "ms");
        Measurement.Print("generator, after a keystroke in an unrelated file, warm, median", Measurement.Median(times), "ms", LimitMilliseconds);
    }

    /// <summary>Asks for the marked methods and makes nothing of them.</summary>
    private sealed class EmptyGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.SyntaxProvider.ForAttributeWithMetadataName(typeof(RunInProcessAttribute).FullName!, (_, _) => true, (_, _) => 0), (_, _) => { });
    }
}
