import datetime
import django.db.models.deletion
import leaders.models.programme
import portal.ui.storable
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0003_roster'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivityReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=80, verbose_name='件名')),
                ('happened_on', models.DateField(verbose_name='活動した日')),
                ('what', portal.ui.storable.StorableTextField(verbose_name='したこと')),
                ('effect', portal.ui.storable.StorableTextField(blank=True, verbose_name='効果')),
                ('minutes_saved', models.PositiveIntegerField(null=True, verbose_name='減った時間（1か月あたりの分）')),
                ('taught_tool', models.BooleanField(default=False, verbose_name='道具の使い方を課に伝えた')),
                ('made_at', models.DateTimeField(verbose_name='報告した日時')),
                ('changed_at', models.DateTimeField(verbose_name='直した日時')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='そのときの所属')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leader_reports', to=settings.AUTH_USER_MODEL, verbose_name='報告した人')),
            ],
            options={
                'verbose_name': '活動報告',
                'verbose_name_plural': '活動報告',
            },
        ),
        migrations.CreateModel(
            name='RecruitmentWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=60, verbose_name='募集の名前')),
                ('message', portal.ui.storable.StorableTextField(blank=True, verbose_name='呼びかけの文章')),
                ('announce_on', models.DateField(verbose_name='お知らせする日')),
                ('opens_at', models.DateTimeField(verbose_name='受付の開始')),
                ('closes_at', models.DateTimeField(verbose_name='受付の締切')),
                ('term_starts_on', models.DateField(verbose_name='任期の初日')),
                ('term_ends_on', models.DateField(verbose_name='任期の最終日')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='お知らせした日時')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='選考を終えた日時')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作成した人')),
            ],
            options={
                'verbose_name': 'リーダーの募集',
                'verbose_name_plural': 'リーダーの募集',
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='window_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('term_ends_on__gte', models.F('term_starts_on'))), name='term_of_window_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='SelfNomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', '受付済み'), ('withdrawn', '取り下げ'), ('appointed', '任命'), ('declined', '見送り')], default='submitted', max_length=10, verbose_name='状態')),
                ('motive', portal.ui.storable.StorableTextField(blank=True, verbose_name='申し出た理由')),
                ('wants_to_learn', portal.ui.storable.StorableTextField(blank=True, verbose_name='学びたいこと')),
                ('wants_to_do', portal.ui.storable.StorableTextField(blank=True, verbose_name='やってみたいこと')),
                ('promise', portal.ui.storable.StorableTextField(verbose_name='確かめた約束')),
                ('is_renewal', models.BooleanField(default=False, verbose_name='続けての申出')),
                ('submitted_at', models.DateTimeField(verbose_name='申し出た日時')),
                ('changed_at', models.DateTimeField(verbose_name='直した日時')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='決まった日時')),
                ('answer', portal.ui.storable.StorableTextField(blank=True, verbose_name='本人への言葉')),
                ('head_view', models.CharField(blank=True, choices=[('fine', '支障ありません'), ('arrange', '業務の調整が要ります')], max_length=8, verbose_name='所属長の意見')),
                ('head_words', portal.ui.storable.StorableTextField(blank=True, verbose_name='調整の内容')),
                ('head_at', models.DateTimeField(null=True, verbose_name='意見の日時')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='申出のときの所属')),
                ('head', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='意見を求めた所属長')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leader_nominations', to=settings.AUTH_USER_MODEL, verbose_name='申し出た人')),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='leaders.recruitmentwindow', verbose_name='募集')),
            ],
            options={
                'verbose_name': 'リーダーの申出',
                'verbose_name_plural': 'リーダーの申出',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('window', 'staff'), name='one_live_nomination_per_staff_and_window')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role_name', portal.ui.storable.StorableCharField(max_length=30, verbose_name='役割の呼び名')),
                ('plan_name', portal.ui.storable.StorableCharField(max_length=60, verbose_name='計画の名前')),
                ('starts_on', models.DateField(verbose_name='任期の初日')),
                ('ends_on', models.DateField(verbose_name='任期の最終日')),
                ('appointed_at', models.DateTimeField(verbose_name='任命の手続きをした日時')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='終了の手続きをした日時')),
                ('end_kind', models.CharField(blank=True, choices=[('term_over', '任期満了'), ('resigned', '本人の申出による退任'), ('moved', '異動などによる退任'), ('left', '退職'), ('other', 'その他')], max_length=10, verbose_name='終わり方')),
                ('reason', models.CharField(blank=True, choices=[('busy', '本来の業務と両立しにくい'), ('duties', '異動や担当の変更'), ('private', '健康、育児、介護など'), ('different', '思っていた活動とちがった'), ('done', 'やりたいことをやりきった'), ('other', 'その他'), ('unsaid', '答えない')], max_length=10, verbose_name='退任の理由')),
                ('words', portal.ui.storable.StorableTextField(blank=True, verbose_name='退任のときの言葉')),
                ('renewal', models.CharField(blank=True, choices=[('', '未回答'), ('goes_on', '続けたい'), ('stops', '任期の終わりで退く')], default='', max_length=8, verbose_name='次の任期')),
                ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='任命の手続きをした人')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='任命のときの所属')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='いまの所属')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leader_terms', to=settings.AUTH_USER_MODEL, verbose_name='リーダー')),
                ('nomination', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointment', to='leaders.selfnomination', verbose_name='申出')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on')), ('ended_at__isnull', False), _connector='OR'), name='only_an_ended_term_may_have_no_day')],
                'indexes': [models.Index(fields=['ends_on', 'starts_on'], name='terms_by_days')],
                'verbose_name': '任命',
                'verbose_name_plural': '任命',
            },
        ),
        migrations.CreateModel(
            name='BoardPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(blank=True, max_length=80, verbose_name='件名')),
                ('text', portal.ui.storable.StorableTextField(verbose_name='本文')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='leaders.boardpost', verbose_name='話題')),
            ],
            options={
                'verbose_name': 'リーダーの掲示板',
                'verbose_name_plural': 'リーダーの掲示板',
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.PositiveSmallIntegerField(verbose_name='月')),
                ('text', portal.ui.storable.StorableCharField(max_length=200, verbose_name='すること')),
            ],
            options={
                'verbose_name': '年間の役割',
                'verbose_name_plural': '年間の役割',
                'constraints': [models.CheckConstraint(condition=models.Q(('month__gte', 1), ('month__lte', 12)), name='duty_in_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.ui.storable.StorableCharField(max_length=200, verbose_name='目標')),
                ('due_on', models.DateField(verbose_name='ふり返る日')),
                ('made_at', models.DateTimeField(verbose_name='決めた日時')),
                ('result', models.CharField(blank=True, choices=[('reached', 'できた'), ('partly', '一部できた'), ('open', 'つづける'), ('dropped', 'とりやめた')], max_length=8, verbose_name='ふり返り')),
                ('review', portal.ui.storable.StorableTextField(blank=True, verbose_name='ふり返りの言葉')),
                ('reviewed_at', models.DateTimeField(null=True, verbose_name='ふり返った日時')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='leaders.appointment', verbose_name='任期')),
            ],
            options={
                'verbose_name': 'リーダーの目標',
                'verbose_name_plural': 'リーダーの目標',
            },
        ),
        migrations.CreateModel(
            name='LeaderProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('skills', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='得意なこと')),
                ('asks', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='相談してほしいこと')),
                ('reach', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='声のかけ方')),
                ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='leader_profile', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'リーダーの紹介',
                'verbose_name_plural': 'リーダーの紹介',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=80, verbose_name='名前')),
                ('starts_at', models.DateTimeField(verbose_name='開始')),
                ('ends_at', models.DateTimeField(verbose_name='終了')),
                ('place', portal.ui.storable.StorableCharField(blank=True, max_length=80, verbose_name='場所')),
                ('is_open', models.BooleanField(default=False, verbose_name='だれでも見学できる')),
                ('agenda', portal.ui.storable.StorableTextField(blank=True, verbose_name='議題')),
                ('minutes', portal.ui.storable.StorableTextField(blank=True, verbose_name='議事録')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='中止した日時')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作成した人')),
            ],
            options={
                'verbose_name': 'リーダーの会議',
                'verbose_name_plural': 'リーダーの会議',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='leader_meeting_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(blank=True, choices=[('comes', '出席'), ('absent', '欠席')], max_length=8, verbose_name='出欠の返事')),
                ('came', models.BooleanField(null=True, verbose_name='出席した')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='leaders.meeting', verbose_name='会議')),
            ],
            options={
                'verbose_name': '会議の出欠',
                'verbose_name_plural': '会議の出欠',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'staff'), name='one_attendance_per_meeting_and_person')],
            },
        ),
        migrations.CreateModel(
            name='MeetingAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.ui.storable.StorableCharField(max_length=200, verbose_name='すること')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('done_at', models.DateTimeField(null=True, verbose_name='終えた日時')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='leaders.meeting', verbose_name='会議')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leader_actions', to=settings.AUTH_USER_MODEL, verbose_name='担当')),
            ],
            options={
                'verbose_name': '会議で決めたこと',
                'verbose_name_plural': '会議で決めたこと',
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='休み始める日')),
                ('returns_on', models.DateField(verbose_name='戻る日')),
                ('reason', models.CharField(choices=[('council', '議会の時期'), ('accounts', '決算や予算の時期'), ('busy', '担当業務の繁忙期'), ('private', '健康、育児、介護など'), ('other', 'その他')], max_length=8, verbose_name='休む理由')),
                ('words', portal.ui.storable.StorableTextField(blank=True, verbose_name='DX課への言葉')),
                ('asked_at', models.DateTimeField(verbose_name='申し出た日時')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='leaders.appointment', verbose_name='任命')),
            ],
            options={
                'verbose_name': 'リーダーのお休み',
                'verbose_name_plural': 'リーダーのお休み',
                'constraints': [models.CheckConstraint(condition=models.Q(('returns_on__gte', models.F('starts_on'))), name='pause_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role_name', portal.ui.storable.StorableCharField(default='DXリーダー', max_length=30, verbose_name='役割の呼び名')),
                ('plan_name', portal.ui.storable.StorableCharField(default='DXプラン', max_length=60, verbose_name='計画の名前')),
                ('plan_ends_on', models.DateField(default=datetime.date(2027, 3, 31), verbose_name='計画の最終日（任期の終わり）')),
                ('months', models.JSONField(default=leaders.models.programme.proposed_months, verbose_name='募集する月')),
                ('open_to', models.CharField(choices=[('everybody', '全職員（職位を問わない）'), ('not_heads', '所属長を除く職員')], default='everybody', max_length=12, verbose_name='申し出られる人')),
                ('department_codes', models.JSONField(default=list, verbose_name='対象の部署（空はすべて）')),
                ('promise', portal.ui.storable.StorableTextField(default='自分の業務を第一に考え、差し支えない範囲で参加します。\n活動は勤務時間のなかで行います。\nむずかしくなったら、早めに休むか退任を申し出ます。', verbose_name='本人との約束')),
                ('heads', models.CharField(choices=[('not_told', '知らせない'), ('informed', '申出があったことを知らせる'), ('consulted', '知らせて、業務の調整について意見を聞く')], default='informed', max_length=10, verbose_name='所属長への連絡')),
                ('role_sheet', portal.ui.storable.StorableTextField(blank=True, default='- 月1回の会議に参加し、課題や情報を共有します。\n- 研修などに参加し、道具を知ります。使い方を課に伝え、全員が集まらなくてもすむようにします。\n- 課の相談を受け、DX課につなぎます。\n- 小さな気づきを共有します。', verbose_name='役割の説明')),
                ('starter_kit', portal.ui.storable.StorableTextField(blank=True, default='1. 協力してくれそうな人と、1つの小さな仕事から始めます。\n2. 忙しい時期をさけて、声をかけます。\n3. 小さな成功ができたら、活動報告で全庁に知らせます。\n4. うまくいかなければ、やめてもかまいません。「やっぱり止めた」も大事です。', verbose_name='はじめの一歩')),
                ('hours_cap', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='1か月の活動時間の目安（時間）')),
                ('report_every', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='活動報告の間隔（日）')),
                ('saved_at', models.DateTimeField(null=True, verbose_name='変更した日時')),
            ],
            options={
                'verbose_name': 'リーダー制度の設定',
                'verbose_name_plural': 'リーダー制度の設定',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_programme')],
            },
        ),
        migrations.CreateModel(
            name='SectionManager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='開始日')),
                ('ends_on', models.DateField(null=True, verbose_name='終了日')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dx_managers', to='staff.department', verbose_name='部署')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登録した人')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='責任者')),
            ],
            options={
                'verbose_name': 'DX推進責任者',
                'verbose_name_plural': 'DX推進責任者',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('department',), name='one_dx_manager_a_section')],
            },
        ),
        migrations.CreateModel(
            name='NominationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('new', models.CharField(choices=[('submitted', '受付済み'), ('withdrawn', '取り下げ'), ('appointed', '任命'), ('declined', '見送り')], max_length=10, verbose_name='状態')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='動かした人')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='leaders.selfnomination')),
            ],
            options={
                'verbose_name': '申出の経過',
                'verbose_name_plural': '申出の経過',
            },
        ),
        migrations.CreateModel(
            name='NominationComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.ui.storable.StorableTextField(verbose_name='選考のメモ')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='leaders.selfnomination')),
            ],
            options={
                'verbose_name': '選考のメモ',
                'verbose_name_plural': '選考のメモ',
            },
        ),
        migrations.CreateModel(
            name='SmallFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.ui.storable.StorableCharField(max_length=280, verbose_name='気づき')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='そのときの所属')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leader_findings', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
            ],
            options={
                'verbose_name': '小さな気づき',
                'verbose_name_plural': '小さな気づき',
            },
        ),
        migrations.CreateModel(
            name='TermStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appointed', '任命'), ('paused', 'お休みの申出'), ('returned', '活動の再開'), ('moved', '異動'), ('handed_over', '引き継ぎ'), ('ended', '任期の終了')], max_length=12, verbose_name='できごと')),
                ('on', models.DateField(verbose_name='効力の日')),
                ('at', models.DateTimeField(verbose_name='手続きの日時')),
                ('note', models.CharField(blank=True, max_length=100, verbose_name='補足')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='leaders.appointment')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='手続きをした人')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='新しい所属')),
            ],
            options={
                'verbose_name': '任期の経過',
                'verbose_name_plural': '任期の経過',
            },
        ),
        migrations.CreateModel(
            name='LiaisonHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日')),
                ('minutes', models.PositiveIntegerField(verbose_name='時間（分）')),
                ('what', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='内容')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leader_hours', to=settings.AUTH_USER_MODEL, verbose_name='リーダー')),
            ],
            options={
                'verbose_name': 'リーダーの活動時間',
                'verbose_name_plural': 'リーダーの活動時間',
                'indexes': [models.Index(fields=['staff', 'on'], name='hours_by_staff_and_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='hours_fit_in_a_day')],
            },
        ),
    ]
