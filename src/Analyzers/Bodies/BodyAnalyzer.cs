using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Bodies.Rules;
using ProcGen.Analyzers.Bodies.StaticState;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies;

/// <summary>
/// Reports what a marked method does that means something else in a worker process than its author expects. While the user types it judges the method and its type; at the end of
/// a build it follows the calls through everything that is in source.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BodyAnalyzer : ProcGenAnalyzer
{
    private static readonly ImmutableArray<BodyRule> s_rules =
        [new MutableStateRule(), new AmbientStateRule(), new ArgumentRule(), new LockRule(), new ProcessWideRule(), new ExceptionRule()];

    /// <summary>Makes the analyzer.</summary>
    public BodyAnalyzer() : base([.. s_rules.SelectMany(rule => new[] { rule.Live, rule.Build })]) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        // Only these bodies are looked at when the compiler shows them. What they call is bound at the end of a build, and what they do not call never is.
        var roots = new ConcurrentDictionary<ISymbol, BodyFacts>(SymbolEqualityComparer.Default);
        var startups = new ConcurrentDictionary<ISymbol, byte>(SymbolEqualityComparer.Default);

        // What is certain early is reported early; at the end of a build the rest is.
        var reported = new ConcurrentDictionary<(string Rule, Location Place), byte>();
        context.RegisterOperationBlockAction(block =>
        {
            if (block.OwningSymbol is not IMethodSymbol method)
            {
                return;
            }

            IMethodSymbol owner = method.Definition();
            if (BodyIndex.IsStartup(owner, known))
            {
                startups.TryAdd(owner, 0);
            }

            if (!BodyIndex.IsRoot(owner, known))
            {
                return;
            }

            BodyFacts body = roots.GetOrAdd(owner, BodyCollector.Collect(owner, block.OperationBlocks, isGenerated: false, known.Compilation.Assembly));

            // The other bodies of the type are asked for only where this one uses what they have in common: to be shown all of them would mean to bind every part
            // of the type on each keystroke, the generated ones included.
            var scope = new TypeScope(body, known, block.OperationBlocks[0].SemanticModel, block.CancellationToken);
            ReportAll(rule => rule.InBody(body, scope.Index), body, block.ReportDiagnostic);
            ReportAll(rule => rule.InType(body, scope).Where(finding => finding.Chain is null && !IsShownBy(rule.InBody(body, scope.Index), finding)), body, block.ReportDiagnostic);
        });
        context.RegisterCompilationEndAction(end =>
        {
            if (roots.IsEmpty)
            {
                return;
            }

            var index = new BodyIndex(known, model: null, end.CancellationToken);
            foreach (BodyFacts root in roots.Values)
            {
                index.Add(root);
            }

            var scope = new BuildScope(index, [.. roots.Values], () => startups.Keys.Concat(StartupMethods.InGeneratedCode(known, end.CancellationToken)));
            foreach (BodyFacts root in roots.Values)
            {
                end.CancellationToken.ThrowIfCancellationRequested();
                foreach (BodyRule rule in s_rules)
                {
                    foreach (Finding finding in rule.InBuild(root, scope).Where(finding => finding.Chain is not null || !reported.ContainsKey((rule.Live.Id, finding.Location))))
                    {
                        end.ReportDiagnostic(finding.InBuild(rule.Build, root.Owner));
                    }
                }
            }
        });

        void ReportAll(Func<BodyRule, IEnumerable<Finding>> find, BodyFacts root, Action<Diagnostic> report)
        {
            foreach (BodyRule rule in s_rules)
            {
                foreach (Finding finding in find(rule))
                {
                    reported.TryAdd((rule.Live.Id, finding.Location), 0);
                    report(finding.Live(rule.Live, root.Owner));
                }
            }
        }
    }

    private static bool IsShownBy(IEnumerable<Finding> earlier, Finding finding) => earlier.Any(other => other.Location == finding.Location);
}
