using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Bodies.Rules;
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
        var index = new BodyIndex(known);

        // What is certain early is reported early; at the end of a build the rest is.
        var reported = new ConcurrentDictionary<(string Rule, Location Place), byte>();
        context.RegisterOperationBlockAction(block =>
        {
            if (index.Collect(block) is not { } body || !IsRoot(body, index))
            {
                return;
            }

            ReportAll(rule => rule.InBody(body, index), body, block.ReportDiagnostic);

            // The other bodies of the type are asked for only where this one uses what they have in common: to be shown all of them would mean to bind every part
            // of the type on each keystroke, the generated ones included.
            var scope = new TypeScope(body, known, block.OperationBlocks[0].SemanticModel, block.CancellationToken);
            ReportAll(rule => rule.InType(body, scope).Where(finding => finding.Chain is null && !IsShownBy(rule.InBody(body, index), finding)), body, block.ReportDiagnostic);
        });
        context.RegisterCompilationEndAction(end =>
        {
            BodyFacts[] roots = [.. index.All.Where(body => IsRoot(body, index))];
            if (roots.Length == 0)
            {
                return;
            }

            var scope = new BuildScope(index);
            foreach (BodyFacts root in roots)
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

    private static bool IsRoot(BodyFacts body, BodyIndex index) => !body.IsGenerated && index.IsRoot(body.Owner);

    private static bool IsShownBy(IEnumerable<Finding> earlier, Finding finding) => earlier.Any(other => other.Location == finding.Location);
}
