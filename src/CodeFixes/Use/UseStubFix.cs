using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace ProcGen.CodeFixes.Use;

/// <summary>PROCGEN041: calls the stub instead of the method, and awaits it, or waits for it where nothing can be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseStubFix : SemanticFixProvider
{
    /// <summary>Makes the provider.</summary>
    public UseStubFix() : base("PROCGEN041") { }

    private protected override Edit? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || model.GetOperation(call, cancellationToken) is not IInvocationOperation operation
            || FindStub(operation.TargetMethod) is not { } stub
            || FindReceiver(call, operation) is not { IsPossible: true, Receiver: var receiver })
        {
            return null;
        }

        const string Title = "Run it in a worker process";
        string name = $"{operation.TargetMethod.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{stub.ContainingType.Name}.{stub.Name}";
        INamedTypeSymbol described = (INamedTypeSymbol)stub.ReturnType;
        bool isStream = described.Name == "ProcessStream";
        bool gaveTask = operation.TargetMethod.ReturnType is { Name: "Task" or "ValueTask" };

        // Where a task or an asynchronous sequence is awaited as it comes, the description of the call can be, too.
        if (IsAwaitedDirectly(call) || IsEnumeratedAsynchronously(call))
        {
            return new(Title, call, current => CallOf(current).WithTriviaFrom(current));
        }

        if (isStream)
        {
            return call.Parent is ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop && loop.Expression == call && Awaiting.IsPossible(call)
                ? new(Title, loop, current => AwaitEach((ForEachStatementSyntax)current))
                : null;
        }

        if (gaveTask)
        {
            // The task that the method gave is the one that the started call gives.
            return operation.TargetMethod.ReturnType.Name == "Task" && operation.Type?.Name == "Task"
                ? new(Title, call, current => SyntaxFactory.InvocationExpression(Member(CallOf(current), "Start")).WithTriviaFrom(current))
                : null;
        }

        return Awaiting.IsPossible(call)
            ? new(Title, call, current => Awaiting.Await(CallOf(current).WithTriviaFrom(current), call))
            : new(Title, call, current => SyntaxFactory.InvocationExpression(
                    (ExpressionSyntax)Simplified("global::ProcGen.ProcessPool.Shared.Run"),
                    SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(CallOf(current)))))
                .WithTriviaFrom(current));

        ExpressionSyntax CallOf(SyntaxNode current)
        {
            ArgumentListSyntax arguments = ((InvocationExpressionSyntax)current).ArgumentList.WithoutTrailingTrivia();
            if (receiver is not null)
            {
                arguments = arguments.WithArguments(arguments.Arguments.Insert(0, SyntaxFactory.Argument(receiver.WithoutTrivia())));
                if (arguments.Arguments.Count > 1)
                {
                    arguments = arguments.WithArguments(SyntaxFactory.SeparatedList(
                        arguments.Arguments, arguments.Arguments.GetSeparators().Select(_ => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))));
                }
            }

            return SyntaxFactory.InvocationExpression(Simplified(name), arguments);
        }

        StatementSyntax AwaitEach(ForEachStatementSyntax loop) =>
            loop.WithExpression(CallOf(loop.Expression).WithTriviaFrom(loop.Expression))
                .WithForEachKeyword(loop.ForEachKeyword.WithLeadingTrivia())
                .WithAwaitKeyword(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithLeadingTrivia(loop.ForEachKeyword.LeadingTrivia).WithTrailingTrivia(SyntaxFactory.Space));
    }

    // The stub with the method's name and parameters, the object that it is called on before them.
    private static IMethodSymbol? FindStub(IMethodSymbol method) =>
        method.ContainingType.GetTypeMembers("InProcess").SelectMany(type => type.GetMembers(method.Name)).OfType<IMethodSymbol>().FirstOrDefault(stub =>
        {
            IEnumerable<ITypeSymbol> expected = method.Parameters.Select(parameter => parameter.Type);
            return stub.Parameters.Select(parameter => parameter.Type).SequenceEqual(method.IsStatic ? expected : expected.Prepend(method.ContainingType), SymbolEqualityComparer.Default);
        });

    private static (bool IsPossible, ExpressionSyntax? Receiver) FindReceiver(InvocationExpressionSyntax call, IInvocationOperation operation) =>
        (operation.Instance, call.Expression) switch
        {
            (null, _) => (true, null),
            ({ Syntax: BaseExpressionSyntax }, _) => (false, null),
            (_, MemberAccessExpressionSyntax access) => (true, access.Expression),
            (IInstanceReferenceOperation, SimpleNameSyntax) => (true, SyntaxFactory.ThisExpression()),
            _ => (false, null),
        };

    private static bool IsAwaitedDirectly(InvocationExpressionSyntax call) =>
        call.Parent is AwaitExpressionSyntax
        || call.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax }] } };

    private static bool IsEnumeratedAsynchronously(InvocationExpressionSyntax call) =>
        call.Parent is CommonForEachStatementSyntax loop && loop.Expression == call && loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword);

    private static ExpressionSyntax Simplified(string name) => SyntaxFactory.ParseExpression(name).WithAdditionalAnnotations(Simplifier.Annotation);

    private static ExpressionSyntax Member(ExpressionSyntax expression, string name) =>
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, expression, SyntaxFactory.IdentifierName(name));
}
