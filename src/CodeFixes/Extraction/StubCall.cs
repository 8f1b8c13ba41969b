using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Use;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>The call of one method's stub: how it is written, and how it takes the place of a direct call.</summary>
/// <param name="Type">The type that contains the method.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Form">What a direct call gives.</param>
/// <param name="Leading">The arguments before those of the direct call: the object, and what was captured.</param>
internal sealed record StubCall(INamedTypeSymbol Type, string Name, StubForm Form, IReadOnlyList<string> Leading)
{
    /// <summary>Marks the name of a stub, which is generated only after the change.</summary>
    public static SyntaxAnnotation Annotation { get; } = new("ProcGen.Stub");

    /// <summary>The description of a call: <c>Primes.InProcess.Count(from, to)</c>.</summary>
    public InvocationExpressionSyntax Describe(ArgumentListSyntax arguments, SemanticModel model, int position)
    {
        ExpressionSyntax stub = SyntaxFactory.ParseExpression($"{Type.ToMinimalDisplayString(model, position)}.{WellKnownTypes.StubClass}.{Name}");
        return SyntaxFactory.InvocationExpression(stub.WithAdditionalAnnotations(Annotation), Prepend(arguments));
    }

    /// <summary>The same arguments after the leading ones.</summary>
    public ArgumentListSyntax Prepend(ArgumentListSyntax arguments)
    {
        if (Leading.Count == 0)
        {
            return arguments;
        }

        IEnumerable<SyntaxNodeOrToken> leading = Leading.SelectMany((text, index) => new SyntaxNodeOrToken[]
        {
            SyntaxFactory.Argument(SyntaxFactory.ParseExpression(text)),
            SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space),
        });
        SyntaxNodeOrToken[] all = [.. leading, .. arguments.Arguments.GetWithSeparators()];
        return arguments.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(arguments.Arguments.Count == 0 ? all.Take(all.Length - 1) : all));
    }

    /// <summary>The change of a direct call into a call in a worker; null where no call of the stub can stand.</summary>
    /// <param name="call">The expression that gives the result.</param>
    /// <param name="describe">Makes the description of the call from that expression.</param>
    /// <param name="model">The meaning of the code.</param>
    public SiteChange? Replace(ExpressionSyntax call, Func<SyntaxNode, InvocationExpressionSyntax> describe, SemanticModel model)
    {
        switch (Form)
        {
            case StubForm.AsyncSequence:
            case StubForm.Task or StubForm.ValueTask when IsAwaited(call):
                return new SiteChange(call, current => describe(current).WithTriviaFrom(current));

            case StubForm.Task:
                return new SiteChange(call, current => Start(describe(current)).WithTriviaFrom(current));

            case StubForm.Sequence when call.Parent is ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop && loop.Expression == call && Awaiting.IsPossible(loop):
                return new SiteChange(loop, current => AwaitItems((ForEachStatementSyntax)current, describe));

            case StubForm.Value:
                bool canAwait = Awaiting.IsPossible(call);
                string pool = canAwait ? "" : NameOfPool(model, call.SpanStart);
                return new SiteChange(call, current => (canAwait ? Awaiting.Await(describe(current), call) : Run(describe(current), pool)).WithTriviaFrom(current));

            default:
                return null;
        }
    }

    /// <summary>Waits for a call where the value is used: <c>await …</c>, or blocking where nothing can be awaited.</summary>
    public static ExpressionSyntax Wait(InvocationExpressionSyntax description, SyntaxNode place, SemanticModel model) =>
        Awaiting.IsPossible(place) ? Awaiting.Await(description, place) : Run(description, NameOfPool(model, place.SpanStart));

    /// <summary>Waits for a call where nothing can be awaited.</summary>
    public static ExpressionSyntax Run(InvocationExpressionSyntax description, SemanticModel model, int position) => Run(description, NameOfPool(model, position));

    private static ExpressionSyntax Run(ExpressionSyntax description, string pool) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression(pool + ".Shared.Run"),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(description.WithoutTrivia()))));

    private static string NameOfPool(SemanticModel model, int position) =>
        model.Compilation.GetBestTypeByMetadataName("ProcGen.ProcessPool")!.ToMinimalDisplayString(model, position);

    /// <summary>The call, launched: its task.</summary>
    public static InvocationExpressionSyntax Start(ExpressionSyntax description, ArgumentSyntax? token = null) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, description.WithoutTrivia(), SyntaxFactory.IdentifierName("Start")),
            SyntaxFactory.ArgumentList(token is null ? default : SyntaxFactory.SingletonSeparatedList(token)));

    private static ForEachStatementSyntax AwaitItems(ForEachStatementSyntax loop, Func<SyntaxNode, InvocationExpressionSyntax> describe) =>
        loop.WithAwaitKeyword(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithLeadingTrivia(loop.ForEachKeyword.LeadingTrivia).WithTrailingTrivia(SyntaxFactory.Space))
            .WithForEachKeyword(loop.ForEachKeyword.WithLeadingTrivia())
            .WithExpression(describe(loop.Expression).WithTriviaFrom(loop.Expression));

    /// <summary>Whether a task is awaited at once, so that what is awaited may as well be the call.</summary>
    public static bool IsAwaited(ExpressionSyntax task) => task.Parent switch
    {
        AwaitExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax }], Parent: AwaitExpressionSyntax } } access =>
            access.Expression == task,
        _ => false,
    };
}
